package io.parley.ingress.ws.socket;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to `incoming-messages`.
final class MessagePublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessagePublisher.class);

    private final KafkaProducer<String, IncomingMessage> producer;
    private final KafkaClientMetrics metrics;
    private final SocketSpans spans;

    MessagePublisher(Map<String, Object> settings, MeterRegistry registry, SocketSpans spans) {
        this.spans = spans;
        producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(IncomingMessage.class));
        metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
        warm();
    }

    /// So that the first message need not wait for what the producer has to learn.
    private void warm() {
        try {
            producer.partitionsFor(Topics.INCOMING_MESSAGES);
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("the first message will have to wait for Kafka");
        }
    }

    /// Completes when Kafka has acknowledged the record, or fails when it has not in time; then it may or may not be
    /// written. May block for a moment where Kafka is out of reach.
    CompletionStage<?> publish(IncomingMessage message) {
        var acknowledged = new CompletableFuture<Void>();
        var record = new ProducerRecord<>(Topics.INCOMING_MESSAGES, message.getClientId(), message);
        ClientHeaders.begin(record.headers(), message.getTenant());
        spans.accepting(message, record.headers(), acknowledged);
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
        metrics.close();
        producer.close(Duration.ofSeconds(5));
    }
}
