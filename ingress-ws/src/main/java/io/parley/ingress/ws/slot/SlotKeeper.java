package io.parley.ingress.ws.slot;

import io.parley.ingress.ws.slot.Tenure.Step;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topic;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroSerializer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets this node a slot and keeps it, on one thread of its own. After a pause or a cut the node comes back under
/// another slot and boot id.
public final class SlotKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SlotKeeper.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition NODES = new TopicPartition(Topics.SOCKET_NODES, 0);

    /// What the node says of itself in its records.
    ///
    /// @param sockets how many it holds, by tenant
    public record Self(
            String node, Optional<String> url, IntSupplier sockets, Supplier<Map<String, Integer>> tenants) {}

    private record Acknowledgement(Slot slot, long nanos) {}

    private final Map<String, Object> consumerSettings;
    private final KafkaProducer<String, SocketNode> producer;
    private final Self self;
    private final Clock clock;
    private final AvroDeserializer<SocketNode> wire = new AvroDeserializer<>(SocketNode.class);
    private final Queue<Acknowledgement> acknowledged = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ingress-ws-slot").unstarted(this::run);
    private volatile @Nullable Slot held;
    private volatile List<NodeSeen> nodes = List.of();
    private volatile boolean full;
    private volatile boolean closed;

    public SlotKeeper(Map<String, Object> consumer, Map<String, Object> producer, Self self, Clock clock) {
        this.consumerSettings = Map.copyOf(consumer);
        this.producer = new KafkaProducer<>(producer, new StringSerializer(), new AvroSerializer<>(SocketNode.class));
        this.self = self;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    /// The slot that the node holds now.
    public Optional<Slot> held() {
        return Optional.ofNullable(held);
    }

    /// All nodes that hold a slot now, this one included; those that were not heard of for 10 s do not.
    public List<NodeSeen> nodes() {
        return nodes;
    }

    /// Whether the thread lives (or has not been started yet), without which the slot can't be kept.
    public boolean isAlive() {
        return thread.isAlive() || thread.getState() == Thread.State.NEW;
    }

    /// Whether all slots are held by others, so that this node can't work.
    public boolean isFull() {
        return full;
    }

    /// Gives the slot up, so that another node may have it at once.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held().ifPresent(slot -> write(new Step(slot, NodeEvent.RELEASE)));
        producer.close(Duration.ofSeconds(2));
    }

    private void run() {
        while (!closed) {
            try (var consumer =
                    new KafkaConsumer<>(consumerSettings, new StringDeserializer(), new ByteArrayDeserializer())) {
                keep(consumer, new Tenure(() -> UUID.randomUUID().toString()));
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("reading slot claims failed, starting over");
            } finally {
                forget();
            }
        }
    }

    /// Whoever no longer follows the log holds nothing; at the end the slot is released.
    private void forget() {
        if (!closed) {
            held = null;
            nodes = List.of();
        }
    }

    private void keep(KafkaConsumer<String, byte[]> consumer, Tenure tenure) {
        consumer.assign(List.of(NODES));
        consumer.seekToBeginning(List.of(NODES));
        long end = consumer.endOffsets(List.of(NODES)).getOrDefault(NODES, 0L);
        while (!closed) {
            consumer.poll(POLL).forEach(record -> read(record, tenure));
            if (consumer.position(NODES) >= end) {
                drainAcknowledgements(tenure);
                var step = tenure.next(clock.instant(), System.nanoTime());
                step.ifPresent(this::write);
                noteFull(step.isEmpty() && tenure.isStranded());
                publish(tenure.held());
                nodes = tenure.nodes();
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> record, Tenure tenure) {
        try {
            var node = wire.deserialize(record.topic(), record.value());
            if (node != null) {
                tenure.read(node, Instant.ofEpochMilli(record.timestamp()));
            }
        } catch (SerializationException e) {
            LOG.atWarn().addKeyValue("offset", record.offset()).log("slot claim unreadable, left out");
        }
    }

    private void drainAcknowledgements(Tenure tenure) {
        for (var next = acknowledged.poll(); next != null; next = acknowledged.poll()) {
            tenure.acknowledged(next.slot(), next.nanos());
        }
    }

    private void publish(Optional<Slot> now) {
        if (!now.equals(held())) {
            LOG.atInfo().addKeyValue("slot", now.map(Slot::number).orElse(-1)).log("slot changed");
            held = now.orElse(null);
        }
    }

    private void noteFull(boolean now) {
        if (now && !full) {
            LOG.atError()
                    .addKeyValue("slots", Topic.SLOTS)
                    .log("all slots are held by other nodes, this one can't work");
        }
        full = now;
    }

    private void write(Step step) {
        var record = SocketNode.newBuilder()
                .setSlot(step.slot().number())
                .setBootId(step.slot().bootId())
                .setNode(self.node())
                .setEvent(step.event())
                .setUrl(self.url().orElse(null))
                .setSockets(self.sockets().getAsInt())
                .setTenants(self.tenants().get())
                .setAt(clock.instant())
                .build();
        long nanos = System.nanoTime();
        var _ = producer.send(
                new ProducerRecord<>(
                        Topics.SOCKET_NODES, Integer.toString(step.slot().number()), record),
                (metadata, failure) -> {
                    if (failure == null) {
                        acknowledged.add(new Acknowledgement(step.slot(), nanos));
                    }
                });
    }
}
