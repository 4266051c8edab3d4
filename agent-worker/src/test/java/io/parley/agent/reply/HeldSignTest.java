package io.parley.agent.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.avro.TurnProgress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldSignTest {

    @Test
    void of_a_turns_phases_the_last_counts_and_its_text_stays_in_order() {
        var thinking = phase("t-1", Phase.THINKING);
        var writing = phase("t-1", Phase.WRITING);
        var first = delta("t-1", 0);
        var second = delta("t-1", 1);
        var other = phase("t-2", Phase.WAITING);
        assertThat(HeldSign.due(List.of(
                        held(thinking, false),
                        held(other, false),
                        held(writing, false),
                        held(first, false),
                        held(second, false))))
                .containsExactly(other, writing, first, second);
    }

    @Test
    void nothing_of_an_attempt_that_is_over_leaves_nor_what_it_has_overtaken() {
        var waiting = phase("t-1", Phase.WAITING);
        var thinking = phase("t-1", Phase.THINKING);
        assertThat(HeldSign.due(List.of(held(waiting, false), held(thinking, true), held(delta("t-1", 0), true))))
                .isEmpty();
    }

    @Test
    void an_end_leaves_in_any_case() {
        var end = sign(
                "t-1",
                EndSign.newBuilder()
                        .setEnding(TurnEnding.newBuilder()
                                .setOutcome(Outcome.IGNORED)
                                .setDurationMs(1)
                                .build())
                        .setMessageIds(List.of("m1"))
                        .build());
        assertThat(HeldSign.due(List.of(held(phase("t-1", Phase.THINKING), true), held(end, false))))
                .containsExactly(end);
    }

    private static HeldSign held(TurnProgress sign, boolean isVoid) {
        return new HeldSign(sign, () -> isVoid);
    }

    private static TurnProgress phase(String turn, Phase phase) {
        return sign(turn, PhaseSign.newBuilder().setPhase(phase).build());
    }

    private static TurnProgress delta(String turn, int index) {
        return sign(
                turn,
                DeltaSign.newBuilder()
                        .setIndex(index)
                        .setOffset(index)
                        .setText("x")
                        .build());
    }

    private static TurnProgress sign(String turn, Object sign) {
        return TurnProgress.newBuilder()
                .setTurnId(turn)
                .setClientId("shoes:shoes-web:g.ana")
                .setTenant("shoes")
                .setChannel("web")
                .setChannelAccount("shoes-web")
                .setAttempt(1)
                .setAt(Instant.EPOCH)
                .setSign(sign)
                .build();
    }
}
