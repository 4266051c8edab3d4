package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.frame.ServerFrames.RunningTurn;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnWatchTest {

    private final TurnWatch turns = new TurnWatch();

    @Test
    void progress_is_shown_once_a_second_unless_it_moved_by_five_or_the_phase_changed() {
        assertThat(shows(1, Phase.TOOL, 10, 0)).isTrue();
        assertThat(shows(1, Phase.TOOL, 14, 10)).isFalse();
        assertThat(shows(1, Phase.TOOL, 15, 20)).isTrue();
        assertThat(shows(1, Phase.WRITING, 15, 30)).isTrue();
        assertThat(shows(1, Phase.WRITING, 15, 1_029)).isFalse();
        assertThat(shows(1, Phase.WRITING, 15, 1_030)).isTrue();
    }

    @Test
    void a_newer_attempt_makes_the_older_void() {
        assertThat(shows(2, Phase.THINKING, null, 0)).isTrue();
        assertThat(turns.isStale(progress(1, phase(Phase.WRITING, null)))).isTrue();
        assertThat(shows(1, Phase.WRITING, null, 0)).isFalse();
    }

    @Test
    void after_its_ending_a_turn_is_silent() {
        assertThat(shows(1, Phase.THINKING, null, 0)).isTrue();
        turns.ended("t", List.of());
        assertThat(shows(1, Phase.WRITING, null, 2_000)).isFalse();
        assertThat(turns.latest()).isEmpty();
    }

    @Test
    void a_status_tells_the_running_turn_and_the_waiting_messages() {
        turns.asked("m1");
        turns.asked("m2");
        turns.asked("m2");
        assertThat(shows(1, Phase.THINKING, null, 0)).isTrue();
        assertThat(turns.latest()).contains(new RunningTurn("t", "thinking", Instant.EPOCH));
        assertThat(turns.waiting()).isEqualTo(2);
        turns.ended("t", List.of("m1"));
        assertThat(turns.waiting()).isEqualTo(1);
    }

    private boolean shows(int attempt, Phase phase, @Nullable Integer percent, long millis) {
        var sign = phase(phase, percent);
        return turns.shows(
                progress(attempt, sign), sign, Duration.ofMillis(millis).toNanos());
    }

    private static PhaseSign phase(Phase phase, @Nullable Integer percent) {
        return new PhaseSign(phase, null, percent, null);
    }

    private static TurnProgress progress(int attempt, PhaseSign sign) {
        return TurnProgress.newBuilder()
                .setTurnId("t")
                .setClientId("c")
                .setTenant("t")
                .setChannel("web")
                .setChannelAccount("a")
                .setAttempt(attempt)
                .setAt(Instant.EPOCH)
                .setSign(sign)
                .build();
    }
}
