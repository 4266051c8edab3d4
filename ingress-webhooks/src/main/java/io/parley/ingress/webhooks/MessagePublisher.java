package io.parley.ingress.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import io.parley.schemas.wire.ClientSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes to `incoming-messages`.
public final class MessagePublisher implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaProducer<String, IncomingMessage> producer;
    private final MeterRegistry registry;

    MessagePublisher(Map<String, Object> common, MeterRegistry registry) {
        var settings = ClientSettings.producer(common);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "ingress-webhooks");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                PATIENCE.dividedBy(2).toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.dividedBy(2).toMillis());
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(IncomingMessage.class));
        this.registry = registry;
    }

    /// Completes when Kafka has acknowledged the record, or fails when it has not in time; then it may or may not be
    /// written. May block for a moment where Kafka is out of reach.
    public CompletionStage<IncomingMessage> publish(IncomingMessage message) {
        var acknowledged = new CompletableFuture<IncomingMessage>();
        var record = new ProducerRecord<>(Topics.INCOMING_MESSAGES, message.getClientId(), message);
        ClientHeaders.begin(record.headers(), message.getTenant());
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    count(message);
                    acknowledged.complete(message);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    private void count(IncomingMessage message) {
        Counter.builder("parley.messages.in")
                .tag("channel", message.getChannel())
                .tag("tenant", message.getTenant())
                .register(registry)
                .increment();
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
