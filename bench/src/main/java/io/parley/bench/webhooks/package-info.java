/// Signed webhooks a second that one node accepts into Kafka, beside the same node without Kafka.
@NullMarked
package io.parley.bench.webhooks;

import org.jspecify.annotations.NullMarked;
