/// Entries, signs of life and the sockets' events enter; what each channel's consumer sends leaves. A pure Kafka
/// Streams
/// topology: no I/O of its own.
@NullMarked
package io.parley.egress.routing;

import org.jspecify.annotations.NullMarked;
