package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the partitions of `delivery-receipts` in which this process has a tenure, on one thread, without a
/// group.
///
/// Partitions are shared by the kinds of channel. Who needs to know more of the past sets the whole partition
/// back; the others read a part of it twice, which changes nothing.
final class ReceiptFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptFollower.class);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private record Wish(Tenure tenure, Instant from) {}

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final AvroWire<DeliveryReceipt> wire = new AvroWire<>(DeliveryReceipt.class);
    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final Set<Tenure> leaving = ConcurrentHashMap.newKeySet();
    private final Map<Integer, List<Tenure>> tenures = new HashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /// @param consumers makes a consumer that commits nothing
    ReceiptFollower(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
        this.thread = Thread.ofPlatform().daemon().name("delivery-receipts").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void follow(Tenure tenure, Instant from) {
        wishes.add(new Wish(tenure, from));
        LockSupport.unpark(thread);
    }

    void leave(Tenure tenure) {
        leaving.add(tenure);
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var consumer = consumers.get()) {
                assign(consumer);
                next.forEach(consumer::seek);
                while (!closed) {
                    round(consumer);
                }
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("reading delivery receipts failed, starting over");
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void round(Consumer<byte[], byte[]> consumer) {
        letGo(consumer);
        grant(consumer);
        if (tenures.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
        } else {
            consumer.poll(POLL).forEach(this::pass);
        }
    }

    private void letGo(Consumer<byte[], byte[]> consumer) {
        var gone = List.copyOf(leaving);
        if (gone.isEmpty()) {
            return;
        }
        gone.forEach(tenure ->
                tenures.getOrDefault(tenure.partition(), new ArrayList<>()).remove(tenure));
        tenures.values().removeIf(List::isEmpty);
        next.keySet().removeIf(partition -> !tenures.containsKey(partition.partition()));
        assign(consumer);
        wishes.removeIf(wish -> gone.contains(wish.tenure()));
        leaving.removeAll(gone);
    }

    private void grant(Consumer<byte[], byte[]> consumer) {
        for (var wish = wishes.peek(); wish != null; wish = wishes.peek()) {
            var tenure = wish.tenure();
            var partition = new TopicPartition(Topics.DELIVERY_RECEIPTS, tenure.partition());
            long from = offset(consumer, partition, wish.from());
            var known = tenures.computeIfAbsent(tenure.partition(), number -> new ArrayList<>());
            if (!known.contains(tenure)) {
                known.add(tenure);
            }
            next.merge(partition, from, Math::min);
            assign(consumer);
            consumer.seek(partition, next.getOrDefault(partition, from));
            tenure.rewound(wish.from());
            wishes.remove();
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        if (!consumer.assignment().equals(next.keySet())) {
            consumer.assign(next.keySet());
        }
    }

    private static long offset(Consumer<byte[], byte[]> consumer, TopicPartition partition, Instant from) {
        var found = consumer.offsetsForTimes(Map.of(partition, Math.max(0, from.toEpochMilli())))
                .get(partition);
        // There always is one, as the own TAKEN is younger; without it the whole partition is read.
        return found == null
                ? consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L)
                : found.offset();
    }

    private void pass(ConsumerRecord<byte[], byte[]> record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        if (record.value() == null) {
            return;
        }
        try {
            var receipt = wire.decode(record.value());
            var logged = Instant.ofEpochMilli(record.timestamp());
            tenures.getOrDefault(record.partition(), List.of()).stream()
                    .filter(tenure -> tenure.kind().equals(receipt.getChannel()))
                    .forEach(tenure -> tenure.read(record.offset(), logged, receipt));
        } catch (UndecodableRecord e) {
            LOG.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("delivery receipt unreadable, left out");
        }
    }
}
