package io.parley.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// One [KeyLanes] of strings over a [FakeCluster]. The value `bad` cannot be decoded, `cancel` cancels.
final class Rig implements AutoCloseable {
    record DeadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {}

    final FakeCluster cluster;
    final LogConsumer consumer;
    final KeyLanes<String> lanes;
    final List<DeadLetter> deadLetters = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> finished = new ConcurrentHashMap<>();
    volatile boolean deadLettersFail;

    private Rig(FakeCluster cluster, LaneHandler<String> handler, UnaryOperator<KeyLanes.Builder<String>> options) {
        this.cluster = cluster;
        this.consumer = new LogConsumer(cluster, 100);
        this.lanes = options.apply(KeyLanes.<String>builder()
                        .name("rig")
                        .consumer(() -> consumer)
                        .topics(FakeCluster.TOPIC)
                        .decoder(Rig::decode)
                        .handler(handler)
                        .deadLetters(this::deadLetter)
                        .cancels(record -> record.value().equals("cancel"))
                        .commitInterval(Duration.ofMillis(5))
                        .revokeWait(Duration.ofMillis(300))
                        .maxBackoff(Duration.ofMillis(200)))
                .build();
    }

    static Rig start(FakeCluster cluster, LaneHandler<String> handler) {
        return start(cluster, handler, options -> options);
    }

    static Rig start(
            FakeCluster cluster, LaneHandler<String> handler, UnaryOperator<KeyLanes.Builder<String>> options) {
        Rig rig = new Rig(cluster, handler, options);
        rig.lanes.start();
        rig.consumer.assignTo(cluster.partitions()).join();
        return rig;
    }

    /// Takes one record, remembers it, finishes it.
    static LaneHandler<String> remembering(Map<String, List<String>> memory) {
        return lane -> {
            remember(memory, lane.take());
            return new Ending.Finished();
        };
    }

    static void remember(Map<String, List<String>> memory, LaneRecord<String> record) {
        memory.computeIfAbsent(record.key(), key -> new CopyOnWriteArrayList<>())
                .add(record.value());
    }

    private static String decode(ConsumerRecord<byte[], byte[]> record) {
        String value = new String(record.value(), UTF_8);
        if (value.equals("bad")) {
            throw new IllegalArgumentException("bad bytes");
        }
        return value;
    }

    private CompletionStage<?> deadLetter(
            ConsumerRecord<byte[], byte[]> record, String reason, @Nullable Throwable cause) {
        if (deadLettersFail) {
            return CompletableFuture.failedFuture(new IllegalStateException("broker away"));
        }
        deadLetters.add(new DeadLetter(record, reason));
        return CompletableFuture.completedFuture(null);
    }

    List<String> reasons() {
        return new ArrayList<>(deadLetters.stream().map(DeadLetter::reason).toList());
    }

    /// Everything in the cluster is finished and committed.
    void awaitAllCommitted() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.partitions().stream()
                        .allMatch(id -> cluster.committed(id.partition()) == cluster.end(id)));
    }

    @Override
    public void close() {
        lanes.close(Duration.ofMillis(500));
    }
}
