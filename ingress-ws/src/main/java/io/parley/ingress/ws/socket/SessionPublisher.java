package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.Slot;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to `socket-sessions` what becomes of connections. Nobody waits for it: what is lost is announced again, or
/// found out when the next entry comes for an absent client.
final class SessionPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionPublisher.class);

    /// One connection as the routing topology knows it.
    record Connection(String clientId, String tenant, Slot slot, long number, String session, Instant since) {}

    /// What a connection lacks.
    ///
    /// @param after the last position seen
    /// @param history how many of the last entries to send where there is no position
    record Wants(Optional<String> after, int history) {}

    private final KafkaProducer<String, SocketSession> producer;
    private final Clock clock;

    SessionPublisher(Map<String, Object> settings, Clock clock) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(SocketSession.class));
        this.clock = clock;
        warm();
    }

    /// So that the first socket need not wait for what the producer has to learn.
    private void warm() {
        try {
            producer.partitionsFor(Topics.SOCKET_SESSIONS);
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("the first session event will have to wait for Kafka");
        }
    }

    /// The connection is there.
    ///
    /// @param resume whether entries are missing
    /// @param again false until the first of this socket has been written: that takes its session over
    /// @param then told whether Kafka has it
    void open(Connection connection, Wants wants, boolean resume, boolean again, Consumer<Boolean> then) {
        send(
                record(connection, SessionEvent.OPEN)
                        .setAfter(wants.after().orElse(null))
                        .setHistory(wants.history())
                        .setResume(resume)
                        .setAgain(again)
                        .setSince(connection.since())
                        .build(),
                then);
    }

    void closed(Connection connection) {
        send(record(connection, SessionEvent.CLOSE).build(), written -> {});
    }

    void absent(Connection connection) {
        send(record(connection, SessionEvent.ABSENT).build(), written -> {});
    }

    private SocketSession.Builder record(Connection connection, SessionEvent event) {
        return SocketSession.newBuilder()
                .setClientId(connection.clientId())
                .setTenant(connection.tenant())
                .setEvent(event)
                .setSlot(connection.slot().number())
                .setBootId(connection.slot().bootId())
                .setConnection(connection.number())
                .setSession(connection.session())
                .setAt(clock.instant());
    }

    private void send(SocketSession session, Consumer<Boolean> then) {
        var record = new ProducerRecord<>(Topics.SOCKET_SESSIONS, session.getClientId(), session);
        ClientHeaders.begin(record.headers(), session.getTenant());
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    lost(session, failure);
                }
                then.accept(failure == null);
            });
        } catch (KafkaException e) {
            lost(session, e);
            then.accept(false);
        }
    }

    private static void lost(SocketSession session, Exception failure) {
        LOG.atWarn()
                .addKeyValue("event", session.getEvent())
                .addKeyValue("cause", failure.getClass().getSimpleName())
                .log("session event not written");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
