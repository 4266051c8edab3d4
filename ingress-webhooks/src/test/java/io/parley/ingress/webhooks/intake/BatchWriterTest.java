package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.channels.Account;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class BatchWriterTest {

    private static final Account ACCOUNT = new Account("t", "a", "fake", JsonNodeFactory.instance.objectNode());

    private final ScriptedLog log = new ScriptedLog();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private boolean readBack = true;
    private final BatchWriter writer = writer();

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(SystemEvent.class)).isNotNull();
    }

    @Test
    void a_batch_is_written_only_when_each_of_its_records_is() throws InterruptedException {
        log.failFor(record -> record instanceof IncomingMessage message
                && message.getProviderEventId().equals("e2"));
        assertThat(write(said("1", "e1"), said("2", "e2"))).isFalse();

        log.failFor(record -> false);
        assertThat(write(said("1", "e1"), said("2", "e2"))).isTrue();
        assertThat(log.written(IncomingMessage.class))
                .extracting(IncomingMessage::getMessageId)
                .hasSize(3)
                .containsOnlyOnce(log.written(IncomingMessage.class).getLast().getMessageId());
    }

    @Test
    void nobody_speaks_before_it_is_known_who_they_are() throws InterruptedException {
        log.failFor(ClientAlias.class::isInstance);
        assertThat(write(said("1", "e1"), introduced("e2"))).isFalse();
        assertThat(log.written).isEmpty();

        log.failFor(record -> false);
        readBack = false;
        assertThat(write(introduced("e2"))).isFalse();
        assertThat(log.written(IncomingMessage.class)).isEmpty();

        readBack = true;
        assertThat(write(introduced("e2"))).isTrue();
        assertThat(log.written.getLast()).isInstanceOf(IncomingMessage.class);
    }

    @Test
    void what_was_not_acknowledged_is_not_taken_for_a_duplicate() throws InterruptedException {
        log.failFor(record -> true);
        assertThat(write(said("1", "e1"), status("w", DeliveryState.READ))).isFalse();

        log.failFor(record -> false);
        assertThat(write(said("1", "e1"), status("w", DeliveryState.READ))).isTrue();
        assertThat(write(said("1", "e1"), status("w", DeliveryState.READ))).isTrue();
        assertThat(log.written(IncomingMessage.class)).hasSize(1);
        assertThat(log.written(DeliveryReceipt.class)).hasSize(1);
        assertThat(registry.counter("parley.duplicates", "where", "ingress").count())
                .isEqualTo(1);
    }

    @Test
    void operators_are_told_last_so_that_a_redelivery_does_not_tell_them_twice() throws InterruptedException {
        log.failFor(IncomingMessage.class::isInstance);
        assertThat(write(new Event.Notice("n", "n", Map.of()), said("1", "e1"))).isFalse();
        assertThat(log.written(SystemEvent.class)).isEmpty();
    }

    @Test
    void states_go_forward_only() throws InterruptedException {
        assertThat(write(status("w", DeliveryState.DELIVERED))).isTrue();
        assertThat(write(status("w", DeliveryState.SENT), status("w", DeliveryState.REFUSED)))
                .isTrue();
        assertThat(write(status("w", DeliveryState.READ), status("w", DeliveryState.DELIVERED)))
                .isTrue();
        assertThat(write(status("x", DeliveryState.SENT), status("x", DeliveryState.REFUSED)))
                .isTrue();
        assertThat(write(status("x", DeliveryState.SENT), status("x", DeliveryState.READ)))
                .isTrue();
        assertThat(log.written(DeliveryReceipt.class))
                .extracting(DeliveryReceipt::getState)
                .containsExactly(
                        DeliveryState.DELIVERED,
                        DeliveryState.READ,
                        DeliveryState.SENT,
                        DeliveryState.REFUSED,
                        DeliveryState.READ);
    }

    private boolean write(Event... events) throws InterruptedException {
        return writer.write(Translation.of(List.of(events), ACCOUNT, log.aliases, Instant.EPOCH));
    }

    private static Event said(String person, String id) {
        return said(Person.of(person), id);
    }

    private static Event introduced(String id) {
        return said(new Person(List.of("AR.1", "100"), null), id);
    }

    private static Event said(Person person, String id) {
        return new Event.Incoming(
                person,
                Event.draft(IncomingKind.MESSAGE, id, Instant.EPOCH).setText("Hola"),
                JsonNodeFactory.instance.objectNode());
    }

    private static Event status(String id, DeliveryState state) {
        return new Event.Delivery(Person.of("1"), null, Event.receipt(state, id, Instant.EPOCH));
    }

    private BatchWriter writer() {
        var metrics = new WebhookMetrics(registry);
        return new BatchWriter(log, (offset, timeout) -> readBack, new ReceiptOrder(100, metrics), metrics, 100);
    }
}
