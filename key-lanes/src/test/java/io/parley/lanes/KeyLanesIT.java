package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/// What only a broker can show.
@Timeout(60)
class KeyLanesIT {
    private static final RealBroker broker = new RealBroker();

    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private String topic = "";

    @BeforeAll
    static void lookOften() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.createTopic(topic, 1);
    }

    @Test
    void a_restart_repeats_only_what_was_unfinished() throws Exception {
        send("slow", 1);
        IntStream.range(0, 200).forEach(i -> send("key" + i, 1));
        KeyLanes<String> first = start(lane -> {
            lane.take();
            if (lane.key().equals("slow") && lane.await(Instant.MAX) == Signal.CANCELLED) {
                return new Ending.Retry(Duration.ZERO, "cancelled");
            }
            return new Ending.Finished();
        });
        await().until(() -> first.stats().finished() == 200);
        first.close(Duration.ZERO);
        assertThat(committed()).isZero();

        try (KeyLanes<String> second = start(Rig.remembering(seen))) {
            await().until(() -> committed() == 201);
            assertThat(seen).containsOnlyKeys("slow");
            assertThat(second.stats().skipped()).isEqualTo(200);
        }
    }

    @Test
    void a_key_that_piles_up_is_read_again_and_delays_no_other() {
        CountDownLatch release = new CountDownLatch(1);
        IntStream.range(0, 2_000).forEach(i -> send("flood", i));
        send("ada", 0);
        try (KeyLanes<String> lanes = start(lane -> {
            if (lane.key().equals("flood")) {
                release.await();
            }
            Rig.remember(seen, lane.take());
            return new Ending.Finished();
        })) {
            await().until(() -> seen.containsKey("ada"));
            release.countDown();
            await().until(() -> committed() == 2_001);
            assertThat(seen.get("flood"))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 2_000).mapToObj(String::valueOf).toList());
            assertThat(lanes.stats().bytesBuffered()).isZero();
        }
    }

    @Test
    void a_group_without_offsets_makes_the_lanes_unhealthy() {
        send("ada", 0);
        try (Warnings warnings = Warnings.of(PollLoop.class);
                KeyLanes<String> lanes = start("none", Rig.remembering(seen))) {
            await().until(() -> warnings.contain("no valid committed offset") && !lanes.isHealthy());
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void an_offset_that_the_log_no_longer_has_makes_the_lanes_unhealthy() throws Exception {
        IntStream.range(0, 10).forEach(i -> send("ada", i));
        TopicPartition id = new TopicPartition(topic, 0);
        broker.admin()
                .alterConsumerGroupOffsets(topic, Map.of(id, new OffsetAndMetadata(2)))
                .all()
                .get();
        broker.admin()
                .deleteRecords(Map.of(id, RecordsToDelete.beforeOffset(5)))
                .all()
                .get();
        try (Warnings warnings = Warnings.of(PollLoop.class);
                KeyLanes<String> lanes = start("none", Rig.remembering(seen))) {
            await().until(() -> warnings.contain("no valid committed offset") && !lanes.isHealthy());
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void a_member_without_a_partition_is_healthy() {
        AtomicInteger calls = new AtomicInteger();
        LaneHandler<String> handler = lane -> {
            calls.incrementAndGet();
            lane.take();
            return new Ending.Finished();
        };
        try (KeyLanes<String> one = start(handler);
                KeyLanes<String> other = start(handler)) {
            await().until(() -> one.isHealthy() && other.isHealthy());
            await().until(() -> one.stats().assignedPartitions() + other.stats().assignedPartitions() == 1);
            send("ada", 0);
            await().until(() -> committed() == 1);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void lanes_that_reach_no_broker_are_not_healthy() throws Exception {
        try (KeyLanes<String> lanes = builder("none", Rig.remembering(seen))
                .consumer(RealBroker.consuming("localhost:1", topic, "none"))
                .build()) {
            lanes.start();
            await().during(Duration.ofMillis(500)).until(() -> !lanes.isHealthy());
        }
    }

    private KeyLanes<String> start(LaneHandler<String> handler) {
        return start("earliest", handler);
    }

    private KeyLanes<String> start(String reset, LaneHandler<String> handler) {
        KeyLanes<String> lanes = builder(reset, handler).build();
        lanes.start();
        return lanes;
    }

    private KeyLanes.Builder<String> builder(String reset, LaneHandler<String> handler) {
        return RealBroker.lanes(RealBroker.consuming(broker.bootstrapServers(), topic, reset), topic)
                .handler(handler)
                .deadLetters((record, reason, cause) -> CompletableFuture.completedFuture(null))
                .maxRecordsPerLane(200)
                .commitInterval(Duration.ofMillis(50));
    }

    private void send(String key, int value) {
        try {
            broker.send(topic, key, String.valueOf(value));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long committed() throws Exception {
        OffsetAndMetadata offset = broker.admin()
                .listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return offset == null ? -1 : offset.offset();
    }
}
