package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.Slot;
import io.parley.schemas.HeaderNames;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
    record Connection(String clientId, String tenant, Slot slot, long number, String session) {}

    private final KafkaProducer<String, SocketSession> producer;
    private final Clock clock;

    SessionPublisher(Map<String, Object> settings, Clock clock) {
        producer = new KafkaProducer<>(settings, new StringSerializer(), new AvroSerializer<>(SocketSession.class));
        this.clock = clock;
    }

    /// The connection is there.
    ///
    /// @param resume whether entries are missing
    /// @param again false for the first of this socket only: that takes its session over
    void open(Connection connection, Optional<String> after, int history, boolean resume, boolean again) {
        send(record(connection, SessionEvent.OPEN)
                .setAfter(after.orElse(null))
                .setHistory(history)
                .setResume(resume)
                .setAgain(again)
                .build());
    }

    void closed(Connection connection) {
        send(record(connection, SessionEvent.CLOSE).build());
    }

    void absent(Connection connection) {
        send(record(connection, SessionEvent.ABSENT).build());
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

    private void send(SocketSession session) {
        var record = new ProducerRecord<>(Topics.SOCKET_SESSIONS, session.getClientId(), session);
        record.headers().add(HeaderNames.TENANT, session.getTenant().getBytes(StandardCharsets.UTF_8));
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    lost(session, failure);
                }
            });
        } catch (KafkaException e) {
            lost(session, e);
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
