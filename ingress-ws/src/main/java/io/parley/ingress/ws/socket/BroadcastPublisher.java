package io.parley.ingress.ws.socket;

import io.parley.schemas.avro.Broadcast;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes to `broadcasts`, which every node follows.
final class BroadcastPublisher implements AutoCloseable {

    private final KafkaProducer<String, Broadcast> producer;
    private final Clock clock;

    BroadcastPublisher(Map<String, Object> settings, Clock clock) {
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(Broadcast.class));
        this.clock = clock;
    }

    /// Completes when Kafka has acknowledged it, from when on every node will tell it once to each of its
    /// sockets.
    CompletionStage<?> publish(String tenant, String event, String message) {
        var acknowledged = new CompletableFuture<Void>();
        var record =
                new ProducerRecord<>(Topics.BROADCASTS, tenant, new Broadcast(tenant, event, message, clock.instant()));
        ClientHeaders.begin(record.headers(), tenant);
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

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
