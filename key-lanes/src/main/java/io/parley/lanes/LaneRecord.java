package io.parley.lanes;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/// One record of a key, decoded.
///
/// @param timestamp the log's time, if the topic has `LogAppendTime`
/// @param size bytes of key, value and headers on the wire
public record LaneRecord<V>(
        String key, V value, int partition, long offset, Instant timestamp, Headers headers, int size) {}
