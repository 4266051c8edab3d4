package io.parley.lanes;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Turns the bytes of a record into the value that a handler sees.
///
/// Called on the poll thread, so it must be quick and must not wait for anything.
@FunctionalInterface
public interface RecordDecoder<V> {
    /// Returns the immutable value of this record; whatever it throws sends the record to the dead letters
    /// with the reason `undecodable`.
    V decode(ConsumerRecord<byte[], byte[]> record) throws Exception;
}
