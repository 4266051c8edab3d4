package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.ServerFrames;
import io.parley.schemas.avro.Broadcast;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows `broadcasts` from the end that it had when the node started, on one thread of its own: each record
/// is shown once on every socket of its tenant that is open then.
final class BroadcastListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final TopicPartition BROADCASTS = new TopicPartition(Topics.BROADCASTS, 0);
    private static final long UNKNOWN = -1;

    private final Map<String, Object> consumerSettings;
    private final Clients clients;
    private final ServerFrames frames;
    private final AvroWire<Broadcast> wire = new AvroWire<>(Broadcast.class);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ingress-ws-broadcasts").unstarted(this::run);
    private volatile long next = UNKNOWN;
    private volatile boolean closed;

    BroadcastListener(Map<String, Object> consumer, Clients clients, ServerFrames frames) {
        this.consumerSettings = Map.copyOf(consumer);
        this.clients = clients;
        this.frames = frames;
    }

    void start() {
        thread.start();
    }

    /// Whether the thread lives, or has not been started yet.
    boolean isAlive() {
        return thread.isAlive() || thread.getState() == Thread.State.NEW;
    }

    /// Whether nothing that is said from now on will be missed.
    boolean isFollowing() {
        return thread.isAlive() && next != UNKNOWN;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var consumer =
                    new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                follow(consumer);
            } catch (InvalidOffsetException e) {
                LOG.atWarn().log("broadcasts are no longer kept, going on with the next one");
                next = UNKNOWN;
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("reading broadcasts failed, starting over");
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(BROADCASTS));
        if (next == UNKNOWN) {
            consumer.seekToEnd(List.of(BROADCASTS));
            next = consumer.position(BROADCASTS);
        } else {
            consumer.seek(BROADCASTS, next);
        }
        while (!closed) {
            for (var record : consumer.poll(POLL)) {
                next = record.offset() + 1;
                if (record.value() != null) {
                    show(record.value());
                }
            }
        }
    }

    private void show(byte[] value) {
        try {
            var broadcast = wire.decode(value);
            var frame = frames.system(broadcast.getEvent(), broadcast.getMessage());
            clients.forEach(socket -> {
                if (socket.tenant().equals(broadcast.getTenant())) {
                    socket.show(frame);
                }
            });
            LOG.atInfo()
                    .addKeyValue("tenant", broadcast.getTenant())
                    .addKeyValue("sockets", clients.count(broadcast.getTenant()))
                    .log("broadcast shown");
        } catch (UndecodableRecord e) {
            LOG.atError().log("broadcast unreadable, left out");
        }
    }
}
