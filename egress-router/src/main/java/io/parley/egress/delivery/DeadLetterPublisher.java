package io.parley.egress.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.lanes.DeadLetters;
import io.parley.schemas.HeaderNames;
import io.parley.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `outbound.<kind>.dead`: the same bytes, key and headers, and why.
final class DeadLetterPublisher implements DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);

    private final Producer<byte[], byte[]> producer;
    private final String group;
    private final MeterRegistry meters;

    DeadLetterPublisher(Producer<byte[], byte[]> producer, String group, MeterRegistry meters) {
        this.producer = producer;
        this.group = group;
        this.meters = meters;
    }

    @Override
    public CompletionStage<?> send(ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause) {
        var letter = new ProducerRecord<>(
                Topics.dead(record.topic()), null, null, record.key(), record.value(), record.headers());
        var origin = "%s-%d-%d@%d".formatted(record.topic(), record.partition(), record.offset(), record.timestamp());
        add(letter.headers(), HeaderNames.DEAD_REASON, reason);
        add(letter.headers(), HeaderNames.DEAD_ORIGIN, origin);
        add(letter.headers(), HeaderNames.DEAD_GROUP, group);
        if (cause != null) {
            // Its class alone: messages of exceptions may hold what people wrote.
            add(letter.headers(), HeaderNames.DEAD_CAUSE, cause.getClass().getName());
        }
        return write(letter).thenRun(() -> {
            meters.counter("parley.dead.letters", "topic", record.topic(), "reason", reason)
                    .increment();
            LOG.atError()
                    .addKeyValue("origin", origin)
                    .addKeyValue("reason", reason)
                    .addKeyValue("outcome", "parked")
                    .log("record is a dead letter");
        });
    }

    private CompletableFuture<Void> write(ProducerRecord<byte[], byte[]> letter) {
        var written = new CompletableFuture<Void>();
        try {
            var _ = producer.send(letter, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            written.completeExceptionally(e);
        }
        return written;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
