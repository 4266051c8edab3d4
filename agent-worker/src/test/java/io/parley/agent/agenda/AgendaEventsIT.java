package io.parley.agent.agenda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.agent.Installed;
import io.parley.agent.SetClock;
import io.parley.agent.agenda.Appointment.Status;
import io.parley.agent.agenda.Appointments.Wish;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.schemas.avro.AgendaEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is told of appointments, on a real database and a real broker; each test has a tenant of its own, which the
/// running worker does not know.
class AgendaEventsIT {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LEASE = Duration.ofMillis(400);

    private final TenantTransactions transactions = Installed.shared().worker().bean(TenantTransactions.class);
    private final List<AgendaEventPublisher> publishers = new ArrayList<>();
    private final SetClock clock = new SetClock(Tenant.NOW);

    @AfterEach
    void close() {
        publishers.forEach(AgendaEventPublisher::close);
    }

    private static Producer<String, AgendaEvent> kafka() {
        return Installed.shared().worker().bean("agendaEventProducer", Producer.class);
    }

    /// A worker's life.
    private AgendaEventPublisher worker(String name, String tenant, Producer<String, AgendaEvent> producer) {
        return worker(new Outbox(transactions, name, LEASE), tenant, producer);
    }

    private AgendaEventPublisher worker(Outbox outbox, String tenant, Producer<String, AgendaEvent> producer) {
        var publisher = new AgendaEventPublisher(outbox, new OneTenant(tenant), producer, SOON);
        publishers.add(publisher);
        return publisher.start();
    }

    /// Appointments of a worker that dies each time before it has told anybody.
    private Appointments silent() {
        return new Appointments(transactions, new Outbox(transactions, "dead", LEASE), tenant -> {}, clock);
    }

    private static Wish wish(String tenant, int number) {
        var start = Tenant.NOW.plus(Duration.ofHours(number + 1L));
        return new Wish(
                "a-" + tenant + number,
                Tenant.client(tenant, "c" + number),
                new Slot(start, start.plusSeconds(1800)),
                1,
                "Fitting",
                null);
    }

    private static List<AgendaEvent> events(String tenant) {
        var deserializer = new AvroDeserializer<>(AgendaEvent.class);
        return Installed.shared().raw(Topics.AGENDA_EVENTS).stream()
                .map(record -> deserializer.deserialize(Topics.AGENDA_EVENTS, record.value()))
                .filter(event -> event.getTenant().equals(tenant))
                .toList();
    }

    private static List<AgendaEvent> awaitEvents(String tenant, int count) {
        return await().pollInterval(SOON)
                .atMost(Duration.ofSeconds(20))
                .until(() -> events(tenant), found -> found.size() >= count);
    }

    @Test
    void what_was_committed_before_a_crash_is_told_after_it_in_order() {
        // given
        var tenant = "told";
        silent().book(wish(tenant, 1));
        silent().setStatus(tenant, "a-told1", Status.CONFIRMED);
        silent().setStatus(tenant, "a-told1", Status.CONFIRMED);
        silent().cancel(Tenant.client(tenant, "c1"), "a-told1", Tenant.NOW);
        assertThat(events(tenant)).isEmpty();
        // when
        worker("restarted", tenant, kafka());
        // then
        var told = awaitEvents(tenant, 3);
        assertThat(told)
                .extracting(AgendaEvent::getEvent)
                .containsExactly("NEW_APPOINTMENT", "APPOINTMENT_UPDATED", "APPOINTMENT_DELETED");
        assertThat(told).extracting(AgendaEvent::getStatus).containsExactly("booked", "confirmed", "cancelled");
        assertThat(told.getFirst().getClientId())
                .contains(Tenant.client(tenant, "c1").id());
        assertThat(told.getFirst().getStartsAt()).isEqualTo(Tenant.NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void what_kafka_did_not_acknowledge_is_told_again_and_not_overtaken() {
        // given
        var tenant = "flaky";
        IntStream.range(0, 4).forEach(i -> silent().book(wish(tenant, i)));
        // when
        worker("flaky", tenant, new ForgetfulProducer(kafka()));
        // then
        var told = awaitEvents(tenant, 5).stream()
                .map(AgendaEvent::getAppointmentId)
                .toList();
        assertThat(told).containsExactly("a-flaky0", "a-flaky1", "a-flaky1", "a-flaky2", "a-flaky3");
    }

    @Test
    void what_a_dead_worker_had_claimed_is_told_by_another() {
        // given
        var tenant = "claimed";
        silent().book(wish(tenant, 1));
        assertThat(new Outbox(transactions, "dead", LEASE).claim(tenant)).hasSize(1);
        assertThat(new Outbox(transactions, "alive", LEASE).claim(tenant)).isEmpty();
        // when
        worker("alive", tenant, kafka());
        // then
        assertThat(awaitEvents(tenant, 1)).hasSize(1);
    }

    @Test
    void several_workers_tell_each_event_once_and_in_the_order_of_their_numbers() throws Exception {
        // given
        var tenant = "several";
        // Nobody dies: the lease outlasts whatever holds a worker up.
        var workers = Stream.of("w1", "w2", "w3")
                .map(name -> worker(new Outbox(transactions, name, Duration.ofMinutes(1)), tenant, kafka()))
                .toList();
        var order = Collections.synchronizedList(new ArrayList<String>());
        // when
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                int number = i;
                var appointments = new Appointments(
                        transactions,
                        new Outbox(transactions, "w", LEASE),
                        workers.get(i % 3)::nudge,
                        Clock.systemUTC());
                threads.execute(() -> {
                    appointments.book(wish(tenant, number));
                    appointments.setStatus(tenant, "a-several" + number, Status.CONFIRMED);
                    order.add("a-several" + number);
                });
            }
        }
        // then
        var told = awaitEvents(tenant, 120);
        assertThat(order).hasSize(60);
        assertThat(told).hasSize(120);
        for (var id : order) {
            assertThat(told)
                    .filteredOn(event -> event.getAppointmentId().equals(id))
                    .extracting(AgendaEvent::getEvent)
                    .containsExactly("NEW_APPOINTMENT", "APPOINTMENT_UPDATED");
        }
    }

    private record OneTenant(String tenant) implements CurrentSettings {

        @Override
        public Optional<AgentSettings> current(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<AgentSettings> version(String id, String version) {
            return Optional.empty();
        }

        @Override
        public List<String> tenants() {
            return List.of(tenant);
        }
    }

    /// Kafka has the second record, but its word gets lost.
    private static final class ForgetfulProducer extends MockProducer<String, AgendaEvent> {

        private final Producer<String, AgendaEvent> kafka;
        private final AtomicInteger sent = new AtomicInteger();

        ForgetfulProducer(Producer<String, AgendaEvent> kafka) {
            this.kafka = kafka;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, AgendaEvent> record) {
            var acknowledged = kafka.send(record);
            return sent.incrementAndGet() == 2
                    ? CompletableFuture.failedFuture(new IllegalStateException("no word from Kafka"))
                    : acknowledged;
        }
    }
}
