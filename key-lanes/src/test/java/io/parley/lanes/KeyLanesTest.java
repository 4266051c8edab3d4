package io.parley.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyLanesTest {
    private static final Instant LATER = Instant.MAX;

    private final FakeCluster cluster = new FakeCluster(2);
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    @BeforeAll
    static void lookOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    // ---- order and endings

    @Test
    void each_keys_records_are_handled_in_order_and_committed() {
        for (int i = 0; i < 300; i++) {
            cluster.append("ada", "a" + i);
            cluster.append("bob", "b" + i);
        }
        try (Rig rig = Rig.start(cluster, Rig.remembering(seen))) {
            rig.awaitAllCommitted();
            assertThat(seen.get("ada"))
                    .hasSize(300)
                    .startsWith("a0", "a1", "a2")
                    .endsWith("a299");
            assertThat(seen.get("bob"))
                    .hasSize(300)
                    .startsWith("b0", "b1", "b2")
                    .endsWith("b299");
            assertThat(rig.lanes.stats().finished()).isEqualTo(600);
            await().untilAsserted(() -> assertThat(rig.lanes.stats().lanes()).isZero());
        }
    }

    @Test
    void a_burst_is_taken_in_one_call() {
        cluster.append("ada", "1");
        cluster.append("ada", "2");
        try (Rig rig = Rig.start(cluster, lane -> {
            while (seen.values().stream().mapToInt(List::size).sum() < 2) {
                if (lane.newer().isEmpty()) {
                    lane.await(LATER);
                }
                Rig.remember(seen, lane.take());
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(seen.get("ada")).containsExactly("1", "2");
        }
    }

    @Test
    void retried_records_come_again_first_and_in_order() {
        List<String> taken = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        for (String value : List.of("1", "2", "3", "4")) {
            cluster.append("ada", value);
        }
        try (Rig rig = Rig.start(cluster, lane -> {
            awaitRecords(lane, 1);
            taken.add(lane.take().value());
            if (calls.incrementAndGet() == 1) {
                awaitRecords(lane, 3);
                taken.add(lane.take().value());
                taken.add(lane.take().value());
                return new Ending.Retry(Duration.ofMillis(10), "database away");
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(taken).containsExactly("1", "2", "3", "1", "2", "3", "4");
            assertThat(rig.lanes.stats().retries()).isOne();
        }
    }

    @Test
    void an_exception_is_retried_and_never_dead_lettered() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            if (calls.incrementAndGet() < 4) {
                throw new IllegalStateException("not yet");
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(calls).hasValue(4);
            assertThat(rig.deadLetters).isEmpty();
        }
    }

    @Test
    void an_error_is_retried_too() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError();
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void a_record_finished_early_is_committed_while_the_call_runs_and_not_retried() {
        List<String> taken = new CopyOnWriteArrayList<>();
        cluster.append("ada", "1");
        cluster.append("ada", "2");
        int partition = Math.floorMod("ada".hashCode(), 2);
        try (Rig rig = Rig.start(cluster, lane -> {
            LaneRecord<String> first = lane.take();
            taken.add(first.value());
            if (first.value().equals("1")) {
                awaitRecords(lane, 1);
                taken.add(lane.take().value());
                lane.finish(first);
                lane.finish(first);
                await().until(() -> cluster.committed(partition) == 1);
                return new Ending.Retry(Duration.ofMillis(1), "again");
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(taken).containsExactly("1", "2", "2");
            assertThat(rig.lanes.stats().finished()).isEqualTo(2);
        }
    }

    @Test
    void a_handler_that_takes_nothing_is_called_again_with_a_back_off() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            if (calls.incrementAndGet() < 3) {
                return new Ending.Finished();
            }
            lane.take();
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(rig.lanes.stats().retries()).isEqualTo(2);
        }
    }

    // ---- dead letters

    @Test
    void poison_goes_to_the_dead_letters_and_stops_nobody() {
        cluster.append(0, null, "no key".getBytes(UTF_8));
        cluster.append(0, "ada".getBytes(UTF_8), "bad".getBytes(UTF_8));
        cluster.append(0, "ada".getBytes(UTF_8), "x".repeat(2_000).getBytes(UTF_8));
        cluster.append(0, "ada".getBytes(UTF_8), "hello".getBytes(UTF_8));
        try (Rig rig = Rig.start(cluster, Rig.remembering(seen), options -> options.maxRecordBytes(1_000))) {
            rig.awaitAllCommitted();
            assertThat(seen.get("ada")).containsExactly("hello");
            assertThat(rig.reasons()).containsExactlyInAnyOrder("null-key", "undecodable", "too-large");
            assertThat(rig.lanes.stats().parked()).isEqualTo(3);
        }
    }

    @Test
    void a_parked_record_is_finished_only_once_its_dead_letter_is_acknowledged() {
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    LaneRecord<String> record = lane.take();
                    Rig.remember(seen, record);
                    return record.value().equals("1") ? new Ending.Parked("never", null) : new Ending.Finished();
                },
                options -> options)) {
            rig.deadLettersFail = true;
            cluster.append(0, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
            cluster.append(0, "ada".getBytes(UTF_8), "2".getBytes(UTF_8));
            await().until(() -> seen.containsKey("ada"));
            cluster.append(0, "bob".getBytes(UTF_8), "1".getBytes(UTF_8));
            await().until(() -> seen.containsKey("bob"));
            assertThat(cluster.committed(0)).isZero();

            rig.deadLettersFail = false;

            rig.awaitAllCommitted();
            assertThat(rig.reasons()).contains("never");
            assertThat(seen.get("ada")).containsExactly("1", "2");
        }
    }

    // ---- waking

    @Test
    void await_ends_with_the_time() {
        AtomicReference<Signal> signal = new AtomicReference<>();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            signal.set(lane.await(Instant.now().plusMillis(20)));
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(signal).hasValue(Signal.TIME);
        }
    }

    @Test
    void await_ends_with_a_newer_record_and_only_with_one_not_seen() {
        List<Signal> signals = new CopyOnWriteArrayList<>();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            cluster.append("ada", "2");
            signals.add(lane.await(LATER));
            signals.add(lane.await(Instant.now().plusMillis(20)));
            cluster.append("ada", "3");
            signals.add(lane.await(LATER));
            lane.take();
            lane.take();
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(signals).containsExactly(Signal.NEWER, Signal.TIME, Signal.NEWER);
        }
    }

    @Test
    void a_wake_up_before_await_is_not_lost() {
        AtomicReference<Signal> signal = new AtomicReference<>();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            lane.wake();
            signal.set(lane.await(LATER));
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(signal).hasValue(Signal.WOKEN);
        }
    }

    @Test
    void no_wake_up_is_lost_in_any_race() {
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            cluster.append("key" + i, "1");
        }
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            for (int i = 0; i < 20; i++) {
                Thread.startVirtualThread(lane::wake);
                if (lane.await(LATER) == Signal.WOKEN) {
                    woken.incrementAndGet();
                }
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(woken).hasValue(200 * 20);
        }
    }

    // ---- cancelling

    @Test
    void a_cancel_behind_running_work_is_seen_at_once() {
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicReference<Optional<Cancellation>> why = new AtomicReference<>(Optional.empty());
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            if (lane.take().value().equals("1")) {
                CountDownLatch cancelled = new CountDownLatch(1);
                lane.onCancel(cancelled::countDown);
                cluster.append("ada", "cancel");
                cancelled.await();
                stopped.set(lane.await(LATER) == Signal.CANCELLED);
                why.set(lane.cancellation());
                lane.onCancel(() -> Rig.remember(seen, lane.newer().getFirst()));
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(stopped).isTrue();
            assertThat(why.get()).contains(Cancellation.BY_CLIENT);
            assertThat(seen.get("ada")).containsExactly("cancel");
        }
    }

    @Test
    void no_cancel_is_lost_in_any_race() {
        for (int i = 0; i < 300; i++) {
            cluster.append("key" + i, "1");
        }
        try (Rig rig = Rig.start(cluster, lane -> {
            if (lane.take().value().equals("1")) {
                Thread.startVirtualThread(() -> cluster.append(lane.key(), "cancel"));
                Signal signal = lane.await(LATER);
                while (signal != Signal.CANCELLED) {
                    signal = lane.await(LATER);
                }
            }
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(rig.lanes.stats().finished()).isEqualTo(600);
        }
    }

    @Test
    void a_cancel_reaches_every_call_before_it_and_not_its_own() {
        Map<String, Boolean> cancelled = new ConcurrentHashMap<>();
        for (String value : List.of("1", "2", "cancel", "3")) {
            cluster.append("ada", value);
        }
        try (Rig rig = Rig.start(cluster, lane -> {
            awaitRecords(lane, cancelled.isEmpty() ? 4 : 1);
            boolean before = lane.cancellation().isPresent();
            cancelled.put(lane.take().value(), before);
            return new Ending.Finished();
        })) {
            rig.awaitAllCommitted();
            assertThat(cancelled).isEqualTo(Map.of("1", true, "2", true, "cancel", false, "3", false));
        }
    }

    @Test
    void a_cancel_ends_the_delay_of_a_retry() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append("ada", "1");
        try (Rig rig = Rig.start(cluster, lane -> {
            lane.take();
            return calls.incrementAndGet() == 1
                    ? new Ending.Retry(Duration.ofMinutes(5), "provider away")
                    : new Ending.Finished();
        })) {
            await().until(() -> rig.lanes.stats().lanesRetrying() == 1);
            cluster.append("ada", "cancel");
            rig.awaitAllCommitted();
        }
    }

    // ---- back-pressure

    @Test
    void one_keys_pile_up_delays_no_other_and_is_handled_in_order() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 5_000; i++) {
            cluster.append(0, "flood".getBytes(UTF_8), ("f" + i).getBytes(UTF_8));
        }
        cluster.append(0, "ada".getBytes(UTF_8), "hello".getBytes(UTF_8));
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    if (lane.key().equals("flood")) {
                        release.await();
                    }
                    Rig.remember(seen, lane.take());
                    return new Ending.Finished();
                },
                options -> options.maxRecordsPerLane(10))) {
            await().until(() -> seen.containsKey("ada"));
            assertThat(rig.lanes.stats().bytesBuffered()).isLessThan(5_000 * 100 + 20 * 600);

            release.countDown();

            rig.awaitAllCommitted();
            assertThat(seen.get("flood")).hasSize(5_000).doesNotHaveDuplicates();
            assertThat(seen.get("flood"))
                    .isSortedAccordingTo(
                            java.util.Comparator.comparingInt(value -> Integer.parseInt(value.substring(1))));
            assertThat(rig.lanes.stats().bytesBuffered()).isZero();
        }
    }

    @Test
    void only_the_full_partition_is_paused() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 1_000; i++) {
            cluster.append(0, ("key" + i).getBytes(UTF_8), "1".getBytes(UTF_8));
        }
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    if (lane.take().partition() == 0) {
                        release.await();
                    }
                    return new Ending.Finished();
                },
                options -> options.maxBufferedBytes(200_000))) {
            await().until(() -> rig.lanes.stats().pausedPartitions() == 1);
            assertThat(rig.lanes.stats().bytesBuffered()).isBetween(100_000L, 100_000L + 100 * 600);
            cluster.append(1, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
            await().until(() -> cluster.committed(1) == 1);

            release.countDown();

            rig.awaitAllCommitted();
            await().until(() -> rig.lanes.stats().pausedPartitions() == 0);
        }
    }

    @Test
    void no_more_handlers_run_than_there_are_permits() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            cluster.append("key" + i % 50, "1");
        }
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    lane.take();
                    lane.await(Instant.now().plusMillis(1));
                    running.decrementAndGet();
                    return new Ending.Finished();
                },
                options -> options.maxRunning(7))) {
            rig.awaitAllCommitted();
            assertThat(most).hasValue(7);
        }
    }

    @Test
    void a_lane_that_waits_for_its_retry_holds_no_permit() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append(0, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
        cluster.append(0, "bob".getBytes(UTF_8), "1".getBytes(UTF_8));
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    calls.incrementAndGet();
                    Rig.remember(seen, lane.take());
                    return lane.key().equals("ada")
                            ? new Ending.Retry(Duration.ofMinutes(5), "away")
                            : new Ending.Finished();
                },
                options -> options.maxRunning(1))) {
            await().until(() -> seen.containsKey("bob"));
            await().until(() -> rig.lanes.stats().finished() == 1);
        }
    }

    // ---- ownership

    @Test
    void a_partition_that_comes_back_is_another_ownership_and_the_end_of_the_first_is_told() {
        List<Ownership> seenUnder = new CopyOnWriteArrayList<>();
        List<Ownership> released = new CopyOnWriteArrayList<>();
        cluster.append(0, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    seenUnder.add(lane.ownership());
                    lane.take();
                    return new Ending.Finished();
                },
                options -> options.released(released::add))) {
            await().until(() -> seenUnder.size() == 1);
            assertThat(released).isEmpty();

            rig.consumer.assignTo(Set.of()).join();
            cluster.append(0, "ada".getBytes(UTF_8), "2".getBytes(UTF_8));
            rig.consumer.assignTo(cluster.partitions()).join();
            await().until(() -> seenUnder.size() == 2);

            assertThat(released).containsExactly(seenUnder.getFirst());
            assertThat(seenUnder).extracting(Ownership::partition).containsOnly(0);
            assertThat(seenUnder.getLast().number())
                    .isGreaterThan(seenUnder.getFirst().number());
        }
    }

    @Test
    void revoked_work_is_cancelled_after_the_wait_and_its_late_end_counts_for_nothing() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Optional<Cancellation>> why = new AtomicReference<>(Optional.empty());
        AtomicInteger calls = new AtomicInteger();
        cluster.append(0, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
        try (Rig rig = Rig.start(cluster, lane -> {
            LaneRecord<String> record = lane.take();
            if (calls.incrementAndGet() == 1) {
                lane.onCancel(cancelled::countDown);
                release.await();
                why.set(lane.cancellation());
                lane.finish(record);
            }
            return new Ending.Finished();
        })) {
            await().until(() -> calls.get() == 1);
            rig.consumer
                    .assignTo(Set.of(new TopicPartition(FakeCluster.TOPIC, 1)))
                    .join();
            cancelled.await();
            release.countDown();
            await().until(() -> why.get().isPresent());
            assertThat(why.get()).contains(Cancellation.REVOKED);
            assertThat(rig.lanes.stats().finished()).isZero();
            assertThat(cluster.committed(0)).isZero();

            rig.consumer.assignTo(cluster.partitions()).join();

            rig.awaitAllCommitted();
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void work_that_ends_within_the_wait_is_committed_on_revocation() {
        AtomicBoolean running = new AtomicBoolean();
        AtomicReference<Signal> signal = new AtomicReference<>();
        cluster.append(0, "ada".getBytes(UTF_8), "1".getBytes(UTF_8));
        try (Rig rig = Rig.start(
                cluster,
                lane -> {
                    lane.take();
                    running.set(true);
                    signal.set(lane.await(Instant.now().plusMillis(50)));
                    return new Ending.Finished();
                },
                options -> options.commitInterval(Duration.ofHours(1)).revokeWait(Duration.ofSeconds(10)))) {
            await().untilTrue(running);
            rig.consumer.assignTo(Set.of()).join();
            assertThat(cluster.committed(0)).isOne();
            assertThat(signal).hasValue(Signal.TIME);
        }
    }

    @Test
    void a_restart_repeats_nothing_that_was_finished_beyond_the_commit() {
        AtomicInteger calls = new AtomicInteger();
        cluster.append(0, "slow".getBytes(UTF_8), "1".getBytes(UTF_8));
        for (int i = 0; i < 100; i++) {
            cluster.append(0, ("key" + i).getBytes(UTF_8), "1".getBytes(UTF_8));
        }
        LaneHandler<String> handler = lane -> {
            calls.incrementAndGet();
            lane.take();
            if (lane.key().equals("slow") && lane.await(LATER) == Signal.CANCELLED) {
                return new Ending.Retry(Duration.ZERO, "cancelled");
            }
            return new Ending.Finished();
        };
        try (Rig first = Rig.start(cluster, handler)) {
            await().until(() -> first.lanes.stats().finished() == 100);
        }
        assertThat(cluster.committed(0)).isZero();
        calls.set(0);

        try (Rig second = Rig.start(cluster, Rig.remembering(seen))) {
            second.awaitAllCommitted();
            assertThat(seen).containsOnlyKeys("slow");
            assertThat(second.lanes.stats().skipped()).isEqualTo(100);
        }
    }

    @Test
    void closing_lets_running_work_end_begins_nothing_new_and_cancels_the_rest() throws InterruptedException {
        AtomicReference<Optional<Cancellation>> why = new AtomicReference<>(Optional.empty());
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch closing = new CountDownLatch(1);
        cluster.append("quick", "1");
        cluster.append("quick", "2");
        cluster.append("slow", "1");
        Rig rig = Rig.start(cluster, lane -> {
            begun.countDown();
            Rig.remember(seen, lane.take());
            if (lane.key().equals("slow")) {
                lane.await(LATER);
                why.set(lane.cancellation());
                return new Ending.Retry(Duration.ZERO, "stopped");
            }
            closing.await();
            return new Ending.Finished();
        });
        begun.await();
        Thread.startVirtualThread(() -> {
            await().until(() -> rig.lanes.stats().pausedPartitions() == 2);
            closing.countDown();
        });

        rig.lanes.close(Duration.ofMillis(400));

        assertThat(why.get()).contains(Cancellation.SHUTDOWN);
        assertThat(seen.get("quick")).containsExactly("1");
        assertThat(cluster.committed(Math.floorMod("quick".hashCode(), 2))).isOne();
        assertThat(rig.lanes.isHealthy()).isFalse();
        assertThat(rig.consumer.closed()).isTrue();
    }

    // ---- health

    @Test
    void a_record_that_stalls_its_partition_is_warned_about() {
        cluster.append("ada", "1");
        try (Warnings warnings = Warnings.of(StallWatch.class);
                Rig rig = Rig.start(
                        cluster,
                        lane -> {
                            lane.take();
                            return new Ending.Retry(Duration.ofMillis(5), "database away");
                        },
                        options -> options.stalledAfter(Duration.ofMillis(50)))) {
            await().until(() -> warnings.contain("stalls"));
            assertThat(rig.lanes.isHealthy()).isTrue();
        }
    }

    @Test
    void a_missing_offset_makes_the_lanes_unhealthy_instead_of_beginning_anywhere() {
        try (Rig rig = Rig.start(cluster, Rig.remembering(seen))) {
            await().until(rig.lanes::isHealthy);
            rig.consumer.setPollException(new NoOffsetForPartitionException(new TopicPartition(FakeCluster.TOPIC, 0)));
            await().until(() -> !rig.lanes.isHealthy());
        }
    }

    @Test
    void a_broker_that_is_away_is_waited_for() {
        AtomicInteger failures = new AtomicInteger();
        try (Rig rig = Rig.start(cluster, Rig.remembering(seen))) {
            rig.consumer.commitFailsWhen(() -> failures.get() < 2);
            rig.consumer.pollFailsWhen(() -> failures.getAndIncrement() < 2);
            cluster.append("ada", "1");
            rig.awaitAllCommitted();
            assertThat(rig.lanes.isHealthy()).isTrue();
        }
    }

    @Test
    void before_the_group_has_answered_the_lanes_are_not_healthy() {
        LogConsumer consumer = new LogConsumer(cluster, 10);
        KeyLanes<String> lanes = KeyLanes.<String>builder()
                .consumer(() -> consumer)
                .topics(FakeCluster.TOPIC)
                .decoder(record -> "")
                .handler(Rig.remembering(seen))
                .deadLetters((record, reason, cause) -> new java.util.concurrent.CompletableFuture<>())
                .build();
        assertThat(lanes.isHealthy()).isFalse();
        lanes.start();
        assertThat(lanes.isHealthy()).isFalse();
        consumer.assignTo(cluster.partitions()).join();
        await().until(lanes::isHealthy);
        assertThatThrownBy(lanes::start).isInstanceOf(IllegalStateException.class);
        lanes.close();
    }

    /// Waits until at least so many records can be taken.
    private static void awaitRecords(Lane<?> lane, int records) throws InterruptedException {
        while (lane.newer().size() < records && lane.cancellation().isEmpty()) {
            lane.await(LATER);
        }
    }

    @Test
    void a_partition_that_is_gone_before_anybody_was_told_stops_nobody() {
        // given
        FakeCluster cluster = new FakeCluster(2);
        Map<String, List<String>> memory = new ConcurrentHashMap<>();
        try (Rig rig = Rig.start(cluster, Rig.remembering(memory))) {
            // when
            rig.consumer.assignTo(Set.of()).join();
            rig.consumer.refuseNextSteering();
            rig.consumer.assignTo(cluster.partitions()).join();
            cluster.append("a", "one");
            cluster.append("b", "two");

            // then
            rig.awaitAllCommitted();
            assertThat(rig.consumer.isRefusing()).isFalse();
            assertThat(rig.lanes.isHealthy()).isTrue();
        }
    }
}
