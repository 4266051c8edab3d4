package io.parley.lanes;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Everything that the builder was told.
record Settings<V>(
        String name,
        Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumer,
        List<String> topics,
        RecordDecoder<V> decoder,
        LaneHandler<V> handler,
        DeadLetters deadLetters,
        Predicate<LaneRecord<V>> cancels,
        Consumer<Ownership> released,
        Limits limits,
        Clock clock) {

    /// The bounds, each with the builder's default.
    record Limits(
            int maxRunning,
            long maxBufferedBytes,
            int maxRecordsPerLane,
            int maxRecordBytes,
            Duration commitInterval,
            Duration revokeWait,
            Duration stalledAfter,
            Duration maxBackoff) {}
}
