package io.parley.agent.agenda;

import io.parley.agent.agenda.Outbox.Waiting;
import io.parley.agent.settings.CurrentSettings;
import io.parley.schemas.avro.AgendaEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `agenda-events` from what waits in the outbox: each event at least once, in its tenant's order, and again
/// after a crash. Sends a tenant's as soon as it is told of them, and looks through all tenants from time to time for
/// what another worker has left.
final class AgendaEventPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgendaEventPublisher.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final CurrentSettings settings;
    private final Producer<String, AgendaEvent> producer;
    private final Duration pause;
    private final BlockingQueue<String> due = new LinkedBlockingQueue<>();
    private final Set<String> queued = ConcurrentHashMap.newKeySet();
    private final Thread sender =
            Thread.ofPlatform().daemon().name("agent-worker-agenda-events").unstarted(this::run);

    /// @param pause between two looks through all tenants
    AgendaEventPublisher(
            Outbox outbox, CurrentSettings settings, Producer<String, AgendaEvent> producer, Duration pause) {
        this.outbox = outbox;
        this.settings = settings;
        this.producer = producer;
        this.pause = pause;
    }

    AgendaEventPublisher start() {
        sender.start();
        return this;
    }

    /// Events of the tenant may wait. Returns at once.
    void nudge(String tenant) {
        if (queued.add(tenant)) {
            due.add(tenant);
        }
    }

    private void run() {
        try {
            long next = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                var tenant = due.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (tenant != null) {
                    queued.remove(tenant);
                    sendAll(List.of(tenant));
                } else {
                    sendAll(settings.tenants());
                    next = System.nanoTime() + pause.toNanos();
                }
            }
        } catch (InterruptedException e) {
            // Closed: what waits is sent by another worker, or after the restart.
        }
    }

    private void sendAll(List<String> tenants) throws InterruptedException {
        try {
            for (var tenant : tenants) {
                boolean more = true;
                while (more) {
                    more = sendSome(tenant);
                }
            }
        } catch (RuntimeException | ExecutionException e) {
            // The thread goes on whatever it is: the next look may succeed.
            LOG.atWarn().setCause(e).addKeyValue("topic", Topics.AGENDA_EVENTS).log("events wait to be sent");
        }
    }

    private boolean sendSome(String tenant) throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + outbox.lease().toNanos();
        var waiting = outbox.claim(tenant);
        if (waiting.isEmpty()) {
            return false;
        }
        var sent = new ArrayList<Waiting>();
        try {
            for (var event : waiting) {
                if (System.nanoTime() - until > 0) {
                    break;
                }
                // One after the other: what was not acknowledged must not be overtaken.
                producer.send(record(tenant, event)).get();
                sent.add(event);
            }
        } finally {
            outbox.sent(tenant, sent);
        }
        return true;
    }

    private static ProducerRecord<String, AgendaEvent> record(String tenant, Waiting event) {
        var record = new ProducerRecord<>(
                Topics.AGENDA_EVENTS,
                tenant,
                AgendaEvent.newBuilder()
                        .setTenant(tenant)
                        .setEvent(event.event())
                        .setAppointmentId(event.appointmentId())
                        .setClientId(event.clientId().orElse(null))
                        .setStartsAt(event.startsAt())
                        .setStatus(event.status())
                        .setAt(event.at())
                        .build());
        ClientHeaders.begin(record.headers(), tenant);
        return record;
    }

    /// Interrupts a send under way, which is then made again by whoever comes next.
    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
