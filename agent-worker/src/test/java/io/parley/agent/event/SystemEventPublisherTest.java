package io.parley.agent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agent.SetClock;
import io.parley.agent.event.SystemEvents.Kind;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.wire.AvroSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SystemEventPublisherTest {

    private static final Map<String, String> SHOP = Map.of("source", "shop");

    private final SetClock clock = new SetClock(Instant.EPOCH);
    private final CountDownLatch reachable = new CountDownLatch(1);
    private final UnreachableAtFirst kafka = new UnreachableAtFirst(reachable);
    private final SystemEventPublisher events = new SystemEventPublisher(kafka, new SimpleMeterRegistry(), clock);

    @AfterEach
    void close() {
        reachable.countDown();
        events.close();
    }

    private List<SystemEvent> awaitWritten(int count) {
        return await().until(
                        () -> kafka.history().stream()
                                .map(ProducerRecord::value)
                                .toList(),
                        written -> written.size() >= count);
    }

    @Test
    void an_event_is_written_under_its_tenant_with_its_word_and_details() {
        // given
        reachable.countDown();
        // when
        events.tell("shoes", Kind.TOOL_SOURCE_FAILING, SHOP);
        // then
        var event = awaitWritten(1).getFirst();
        assertThat(kafka.history().getFirst().key()).isEqualTo("shoes");
        assertThat(event.getTenant()).isEqualTo("shoes");
        assertThat(event.getEvent()).isEqualTo("tool-source-failing");
        assertThat(event.getAttributes()).isEqualTo(SHOP);
        assertThat(event.getAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void the_same_event_is_told_once_a_minute_and_others_at_once() {
        // given
        reachable.countDown();
        events.tell("shoes", Kind.BREAKER_OPEN, SHOP);
        // when
        clock.pass(Duration.ofSeconds(59));
        events.tell("shoes", Kind.BREAKER_OPEN, SHOP);
        events.tell("shoes", Kind.BREAKER_OPEN, Map.of("source", "mcp"));
        events.tell("lab", Kind.BREAKER_OPEN, SHOP);
        clock.pass(Duration.ofSeconds(1));
        events.tell("shoes", Kind.BREAKER_OPEN, SHOP);
        // then
        assertThat(awaitWritten(4))
                .extracting(SystemEvent::getTenant)
                .containsExactly("shoes", "shoes", "lab", "shoes");
    }

    @Test
    @Timeout(5)
    void who_tells_neither_waits_for_kafka_nor_fails_with_it() {
        // when
        IntStream.range(0, 3_000)
                .forEach(i -> events.tell("shoes", Kind.HANDED_OVER, Map.of("turn_id", Integer.toString(i))));
        // then
        reachable.countDown();
        assertThat(awaitWritten(1).getFirst().getEvent()).isEqualTo("handed-over");
    }

    @Test
    void an_event_that_kafka_refuses_is_lost_and_the_next_is_not() {
        // given
        reachable.countDown();
        kafka.refused = Kind.MODEL_FAILING.word();
        // when
        events.tell("shoes", Kind.MODEL_FAILING, Map.of());
        events.tell("shoes", Kind.MAIL_FAILING, Map.of());
        // then
        assertThat(awaitWritten(1).getFirst().getEvent()).isEqualTo("mail-failing");
    }

    /// Holds up whoever sends, as a producer without metadata does.
    private static final class UnreachableAtFirst extends MockProducer<String, SystemEvent> {

        private final CountDownLatch reachable;
        private volatile String refused = "";

        UnreachableAtFirst(CountDownLatch reachable) {
            super(true, null, new StringSerializer(), new AvroSerializer<>(SystemEvent.class));
            this.reachable = reachable;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, SystemEvent> record, Callback callback) {
            try {
                reachable.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (record.value().getEvent().equals(refused)) {
                throw new KafkaException("refused");
            }
            return super.send(record, callback);
        }
    }
}
