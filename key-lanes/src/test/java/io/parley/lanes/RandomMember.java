package io.parley.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A member of the group whose handler, commits and dead letters do whatever can happen.
final class RandomMember {
    private static final Cancellation BY_CLIENT = Cancellation.BY_CLIENT;

    private final Witness witness;
    private final Map<Integer, BitSet> finishedAtTakeOver = new ConcurrentHashMap<>();
    private final Map<String, Lane<String>> running = new ConcurrentHashMap<>();
    private final KeyLanes<String> lanes;
    final LogConsumer consumer;
    private volatile boolean healed;

    RandomMember(FakeCluster cluster, Witness witness, Random random) {
        this.witness = witness;
        this.consumer = new LogConsumer(cluster, 1 + random.nextInt(40)) {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                    Set<TopicPartition> ids, Duration timeout) {
                Map<TopicPartition, OffsetAndMetadata> committed = super.committed(ids, timeout);
                ids.forEach(id -> finishedAtTakeOver.put(
                        id.partition(), committed.containsKey(id) ? Witness.covered(committed.get(id)) : new BitSet()));
                return committed;
            }
        };
        consumer.commitFailsWhen(() -> chance(20));
        consumer.pollFailsWhen(() -> chance(0));
        this.lanes = KeyLanes.<String>builder()
                .name("member")
                .consumer(() -> consumer)
                .topics(FakeCluster.TOPIC)
                .decoder(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
                .handler(this::handle)
                .deadLetters(this::deadLetter)
                .cancels(record -> record.value().endsWith("cancel"))
                .maxRunning(random.nextBoolean() ? 3 + random.nextInt(10) : Integer.MAX_VALUE)
                .maxRecordsPerLane(1 + random.nextInt(12))
                .maxBufferedBytes(20_000 + random.nextInt(200_000))
                .commitInterval(Duration.ofMillis(1))
                .revokeWait(Duration.ofMillis(random.nextInt(30)))
                .maxBackoff(Duration.ofMillis(3))
                .build();
        lanes.start();
    }

    private boolean chance(int percent) {
        return !healed && ThreadLocalRandom.current().nextInt(100) < percent;
    }

    /// From here on nothing fails any more.
    void heal() {
        healed = true;
    }

    void crash() {
        consumer.setPollException(new KafkaException("killed"));
    }

    void close(Duration drain) {
        lanes.close(drain);
    }

    private Ending handle(Lane<String> lane) throws InterruptedException {
        Lane<String> other = running.put(lane.key(), lane);
        if (other != null && isCurrent(other) && lane.equals(running.get(lane.key()))) {
            witness.disorder.add(lane.key() + " is handled twice at a time");
        }
        try {
            return work(lane);
        } finally {
            running.remove(lane.key(), lane);
        }
    }

    private Ending work(Lane<String> lane) throws InterruptedException {
        LaneRecord<String> first = take(lane);
        int luck = chance(100) ? ThreadLocalRandom.current().nextInt(100) : 99;
        if (luck < 8) {
            throw new IllegalStateException("out of luck");
        }
        if (luck < 16) {
            return new Ending.Retry(Duration.ofMillis(luck - 8), "out of luck");
        }
        if (luck < 40) {
            lane.await(Instant.now().plusMillis(luck - 15));
        }
        if (luck < 44) {
            return new Ending.Parked("unlucky", null);
        }
        if (luck < 50) {
            witness.done(first);
            lane.finish(first);
            return !lane.newer().isEmpty() ? retryOf(take(lane)) : new Ending.Finished();
        }
        LaneRecord<String> second = luck < 75 && !lane.newer().isEmpty() ? take(lane) : null;
        witness.done(first);
        if (second != null) {
            witness.done(second);
        }
        return new Ending.Finished();
    }

    private static Ending retryOf(LaneRecord<String> record) {
        return new Ending.Retry(Duration.ofMillis(1), "again, with " + record.offset());
    }

    private LaneRecord<String> take(Lane<String> lane) {
        LaneRecord<String> record = lane.take();
        BitSet finished = finishedAtTakeOver.getOrDefault(record.partition(), new BitSet());
        if (finished.get((int) record.offset()) && isCurrent(lane)) {
            witness.repetitions.add("%s at %d".formatted(record.key(), record.offset()));
        }
        return record;
    }

    /// Whether the call belongs to an ownership that has not ended.
    private static boolean isCurrent(Lane<?> lane) {
        return lane.cancellation().filter(why -> why != BY_CLIENT).isEmpty();
    }

    private CompletionStage<?> deadLetter(
            ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause) {
        if (chance(30)) {
            return CompletableFuture.failedFuture(new IllegalStateException("out of luck"));
        }
        witness.done(record);
        return CompletableFuture.completedFuture(null);
    }
}
