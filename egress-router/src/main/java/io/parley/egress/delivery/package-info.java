/// Entries and signs of life enter from `outbound.<kind>`, one lane a client; calls to the provider and
/// receipts leave. Names no provider: what it knows of one it is told by its [io.parley.channels.Sender].
@NullMarked
package io.parley.egress.delivery;

import org.jspecify.annotations.NullMarked;
