package io.parley.ingress.ws.presence;

import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads one client's session events when asked: its partition of `socket-sessions`, back to where every open
/// socket must have been announced again. One question at a time, each within a bounded time.
final class SessionLog {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> consumerSettings;
    private final int partitions;
    private final Duration span;
    private final Duration patience;
    private final Clock clock;
    private final AvroWire<SocketSession> wire = new AvroWire<>(SocketSession.class);
    private final ReentrantLock one = new ReentrantLock(true);

    /// A log of so many partitions.
    ///
    /// @param span within which every open socket is announced anew
    /// @param patience how long a question may take, waiting for others included
    SessionLog(Map<String, Object> consumer, int partitions, Duration span, Duration patience, Clock clock) {
        this.consumerSettings = Map.copyOf(consumer);
        this.partitions = partitions;
        this.span = span;
        this.patience = patience;
        this.clock = clock;
    }

    /// The client's connections as far as the log tells at this moment; empty when it could not be read in
    /// time.
    Optional<Connections> read(String clientId) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!one.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try (var consumer =
                new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return read(consumer, clientId, deadline);
        } catch (KafkaException e) {
            return Optional.empty();
        } finally {
            one.unlock();
        }
    }

    private Optional<Connections> read(KafkaConsumer<byte[], byte[]> consumer, String clientId, long deadline) {
        var partition = new TopicPartition(Topics.SOCKET_SESSIONS, Partitioning.forClient(clientId, partitions));
        consumer.assign(List.of(partition));
        var connections = new Connections();
        var from = start(consumer, partition);
        if (from.isEmpty()) {
            return Optional.of(connections);
        }
        consumer.seek(partition, from.getAsLong());
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        var key = clientId.getBytes(StandardCharsets.UTF_8);
        while (consumer.position(partition) < end) {
            if (System.nanoTime() > deadline) {
                return Optional.empty();
            }
            for (var record : consumer.poll(POLL)) {
                if (Arrays.equals(key, record.key())) {
                    apply(record, connections);
                }
            }
        }
        return Optional.of(connections);
    }

    private OptionalLong start(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        var since = clock.instant().minus(span).toEpochMilli();
        return consumer.offsetsForTimes(Map.of(partition, since)).values().stream()
                .filter(found -> found != null)
                .mapToLong(found -> found.offset())
                .findFirst();
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, Connections connections) {
        try {
            connections.apply(wire.decode(record.value()), Instant.ofEpochMilli(record.timestamp()));
        } catch (UndecodableRecord e) {
            // the router puts it aside and tells of it
        }
    }
}
