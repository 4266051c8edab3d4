package io.parley.lanes;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// A record in a lane: decoded for the handler, and as it came for the dead letters.
record Entry<V>(LaneRecord<V> record, ConsumerRecord<byte[], byte[]> raw) {
    /// About what the objects around a record's bytes take in memory.
    private static final int OVERHEAD = 512;

    long offset() {
        return raw.offset();
    }

    /// What it is charged with against `maxBufferedBytes`.
    static long charge(ConsumerRecord<byte[], byte[]> raw) {
        return (long) size(raw) + OVERHEAD;
    }

    /// Bytes of key, value and headers.
    static int size(ConsumerRecord<byte[], byte[]> raw) {
        int size = length(raw.key()) + length(raw.value());
        for (Header header : raw.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
