package io.parley.replay.record;

import java.time.Instant;
import java.util.Map;

/// One record as it stands in a topic.
///
/// @param at the log's time of it
/// @param headers those that Parley knows, as text
public record Logged<T>(String key, T value, int partition, long offset, Instant at, Map<String, String> headers) {

    public Logged {
        headers = Map.copyOf(headers);
    }

    /// Where it stands, as decisions name it.
    public String place() {
        return partition + "-" + offset;
    }

    /// The same with another value.
    public Logged<T> with(T other) {
        return new Logged<>(key, other, partition, offset, at, headers);
    }
}
