package io.parley.agent.reply;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// A send whose future completes when Kafka has acknowledged it.
public final class Acknowledged {

    private Acknowledged() {}

    /// Sends the record; a failure of any kind fails the future.
    public static <K, V> CompletableFuture<?> send(Producer<K, V> producer, ProducerRecord<K, V> record) {
        var acknowledged = new CompletableFuture<Void>();
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }
}
