package io.parley.lanes;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Where records go that can never succeed.
@FunctionalInterface
public interface DeadLetters {
    /// The record has no key, so no lane.
    String NULL_KEY = "null-key";

    /// The decoder has refused the bytes.
    String UNDECODABLE = "undecodable";

    /// The record is larger than the builder's `maxRecordBytes`.
    String TOO_LARGE = "too-large";

    /// Stores the record and its reason. The record is finished only after the returned stage has completed;
    /// a failure holds up the record's lane and the call is repeated until it succeeds. Called on a virtual
    /// thread.
    CompletionStage<?> send(ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause);
}
