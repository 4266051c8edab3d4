package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.Slot;
import io.parley.ingress.ws.slot.SlotKeeper;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the partition of `outbound.web` that is this node's slot, from the end that it had before the first socket was
/// announced under the slot, on one thread of its own.
final class OutboundListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundListener.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Map<String, Object> consumerSettings;
    private final SlotKeeper slots;
    private final Clients clients;
    private final Delivery delivery;
    private final Traffic traffic;
    private final SocketSpans spans;
    private final AvroWire<Outbound> wire = new AvroWire<>(Outbound.class);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ingress-ws-outbound").unstarted(this::run);
    private volatile long lastPoll = System.nanoTime();
    private volatile boolean closed;

    OutboundListener(
            Map<String, Object> consumer,
            SlotKeeper slots,
            Clients clients,
            Delivery delivery,
            Traffic traffic,
            SocketSpans spans) {
        this.consumerSettings = Map.copyOf(consumer);
        this.slots = slots;
        this.clients = clients;
        this.delivery = delivery;
        this.traffic = traffic;
        this.spans = spans;
    }

    void start() {
        thread.start();
    }

    /// Whether the thread lives, or has not been started yet.
    boolean isAlive() {
        return thread.isAlive() || thread.getState() == Thread.State.NEW;
    }

    /// Whether the thread polls.
    boolean isPolling() {
        return thread.isAlive() && System.nanoTime() - lastPoll < SILENCE.toNanos();
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
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("reading outbound records failed, starting over");
                clients.unseat();
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        Slot reading = null;
        while (!closed) {
            lastPoll = System.nanoTime();
            reading = sit(consumer, reading);
            if (reading == null) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            } else {
                deliver(consumer, reading);
            }
        }
    }

    private void deliver(KafkaConsumer<byte[], byte[]> consumer, Slot reading) {
        for (var record : consumer.poll(POLL)) {
            deliver(record, reading);
        }
    }

    /// Turns to the slot that is held now.
    private @Nullable Slot sit(KafkaConsumer<byte[], byte[]> consumer, @Nullable Slot reading) {
        var held = slots.held();
        if (held.isEmpty()) {
            clients.unseat();
            return null;
        }
        if (!held.get().equals(reading)) {
            clients.unseat();
            var partition =
                    new TopicPartition(Topics.outbound("web"), held.get().number());
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            long from = consumer.position(partition);
            LOG.atInfo()
                    .addKeyValue("slot", held.get().number())
                    .addKeyValue("from", from)
                    .log("outbound records are read");
            clients.seat(held.get());
        }
        return held.get();
    }

    /// One record that can't be shown must not end the way back for everybody.
    private void deliver(ConsumerRecord<byte[], byte[]> record, Slot slot) {
        try {
            var outbound = wire.decode(record.value());
            delivery.deliver(outbound, slot);
            spans.shown(outbound, record.headers(), Instant.ofEpochMilli(record.timestamp()));
        } catch (UndecodableRecord e) {
            traffic.unreadable();
            LOG.atError().addKeyValue("offset", record.offset()).log("outbound record unreadable, left out");
        } catch (RuntimeException e) {
            traffic.unreadable();
            LOG.atError()
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("outbound record can't be shown, left out");
        }
    }
}
