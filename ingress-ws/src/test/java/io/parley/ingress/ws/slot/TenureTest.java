package io.parley.ingress.ws.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.slot.Tenure.Step;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TenureTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Tenure a = tenure("a");
    private final Tenure b = tenure("b");

    @Test
    void a_claim_holds_once_it_has_been_read_back() {
        var claim = a.next(START, 0).orElseThrow();
        assertThat(claim.event()).isEqualTo(NodeEvent.CLAIM);
        assertThat(a.held()).isEmpty();
        log(claim, 0, a);
        assertThat(a.held()).contains(claim.slot());
    }

    @Test
    void of_two_claims_at_once_the_first_in_the_log_wins_and_the_other_takes_another_slot() {
        var claimOfA = a.next(START, 0).orElseThrow();
        var claimOfB = b.next(START, 0).orElseThrow();
        assertThat(claimOfA.slot().number()).isEqualTo(claimOfB.slot().number());
        log(claimOfB, 0, a, b);
        log(claimOfA, 0, a, b);
        assertThat(b.held()).contains(claimOfB.slot());
        assertThat(a.held()).isEmpty();

        var second = a.next(START, 0).orElseThrow();
        log(second, 1, a, b);
        assertThat(second.slot().number()).isNotEqualTo(claimOfB.slot().number());
        assertThat(a.held()).contains(second.slot());
    }

    @Test
    void a_heartbeat_is_due_every_three_seconds() {
        log(a.next(START, 0).orElseThrow(), 0, a);
        assertThat(a.next(START, seconds(2))).isEmpty();
        assertThat(a.next(START, seconds(3))).map(Step::event).contains(NodeEvent.HEARTBEAT);
        assertThat(a.next(START, seconds(4))).isEmpty();
    }

    @Test
    void a_node_whose_last_acknowledged_heartbeat_is_over_seven_seconds_old_comes_back_as_another_boot() {
        var claim = a.next(START, 0).orElseThrow();
        log(claim, 0, a);
        a.acknowledged(claim.slot(), seconds(1));
        assertThat(a.next(START, seconds(8))).map(Step::event).contains(NodeEvent.HEARTBEAT);
        var again = a.next(START.plusSeconds(9), seconds(8) + 1).orElseThrow();
        assertThat(again.event()).isEqualTo(NodeEvent.CLAIM);
        assertThat(again.slot().bootId()).isNotEqualTo(claim.slot().bootId());
        assertThat(a.held()).isEmpty();
    }

    @Test
    void a_silent_holders_slot_may_be_taken_after_ten_seconds_of_log_time_and_not_before() {
        var claimOfA = a.next(START, 0).orElseThrow();
        log(claimOfA, 0, a, b);
        var early = new Step(new Slot(claimOfA.slot().number(), "early"), NodeEvent.CLAIM);
        log(early, 10_000, a, b);
        assertThat(a.held()).contains(claimOfA.slot());
        var late = new Step(new Slot(claimOfA.slot().number(), "late"), NodeEvent.CLAIM);
        log(late, 10_001, a, b);
        assertThat(a.held()).isEmpty();
    }

    @Test
    void a_released_slot_is_free_at_once() {
        var claim = a.next(START, 0).orElseThrow();
        log(claim, 0, a, b);
        log(new Step(claim.slot(), NodeEvent.RELEASE), 1, b);
        assertThat(b.next(START, 0).orElseThrow().slot().number())
                .isEqualTo(claim.slot().number());
    }

    @Test
    void a_heartbeat_alone_holds_a_slot_since_compaction_may_have_eaten_the_claim() {
        log(new Step(new Slot(0, "other"), NodeEvent.HEARTBEAT), 0, a);
        assertThat(a.next(START, 0).orElseThrow().slot().number()).isEqualTo(1);
    }

    @Test
    void nodes_are_seen_until_ten_seconds_after_their_last_record() {
        var claimOfA = a.next(START, 0).orElseThrow();
        log(claimOfA, 0, a, b);
        var claimOfB = b.next(START, 0).orElseThrow();
        log(claimOfB, 10_000, a, b);
        assertThat(b.nodes()).extracting(NodeSeen::slot).containsExactly(claimOfA.slot(), claimOfB.slot());

        log(new Step(claimOfB.slot(), NodeEvent.HEARTBEAT), 10_001, b);
        assertThat(b.nodes()).extracting(NodeSeen::slot).containsExactly(claimOfB.slot());
        assertThat(b.nodes().getFirst().since()).isEqualTo(START.plusSeconds(10));
        assertThat(b.nodes().getFirst().heard()).isEqualTo(START.plusMillis(10_001));
    }

    @Test
    void without_a_free_slot_there_is_nothing_to_claim() {
        for (int slot = 0; slot < Topic.SLOTS; slot++) {
            log(new Step(new Slot(slot, "boot" + slot), NodeEvent.HEARTBEAT), 0, a);
        }
        assertThat(a.next(START, 0)).isEmpty();
        assertThat(a.isStranded()).isTrue();
        assertThat(a.next(START.plusSeconds(11), 0)).isPresent();
    }

    private static Tenure tenure(String name) {
        var boots = new AtomicInteger();
        return new Tenure(() -> name + boots.incrementAndGet());
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static void log(Step step, long millis, Tenure... readers) {
        var record = SocketNode.newBuilder()
                .setSlot(step.slot().number())
                .setBootId(step.slot().bootId())
                .setNode("node")
                .setEvent(step.event())
                .setAt(Instant.EPOCH)
                .build();
        for (var reader : readers) {
            reader.read(record, START.plusMillis(millis));
        }
    }
}
