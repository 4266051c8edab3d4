package io.parley.agent.lane;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.agent.reply.Acknowledged;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Sends a record that a foreign producer's partitioner has put elsewhere to the partition of its key.
final class MisplacedPublisher {

    private final Producer<String, IncomingMessage> producer;
    private final MeterRegistry registry;

    MisplacedPublisher(Producer<String, IncomingMessage> producer, MeterRegistry registry) {
        this.producer = producer;
        this.registry = registry;
    }

    CompletableFuture<?> send(LaneRecord<IncomingMessage> misplaced, int partition) {
        registry.counter("parley.misplaced").increment();
        return Acknowledged.send(
                producer,
                new ProducerRecord<>(
                        Topics.INCOMING_MESSAGES,
                        partition,
                        null,
                        misplaced.key(),
                        misplaced.value(),
                        misplaced.headers()));
    }
}
