package io.parley.campaign.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How long a tab waits for a word that is ready is told by fault; after a kill it has a bound.
class SilencesTest {

    private static final Recorded RUN = SyntheticLedger.of(2, 8);
    private static final Duration BOUND = Duration.ofSeconds(8);

    /// A word that becomes ready right after the kill, and the one after it, much later.
    private static final Line.Shown LATE = RUN.all(Line.Shown.class).get(20);

    private static final long READY = LATE.at().wall() - 1;

    @Test
    void a_word_that_is_shown_at_once_is_no_silence() {
        var verdict = Checker.check(SyntheticLedger.with(RUN, fault("kill", "ingress-ws", READY - 1)), BOUND);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.figures().get("longest wait of a tab for a ready word, ms"))
                .isLessThan(10);
    }

    @Test
    void a_word_that_comes_late_after_a_kill_is_seen() {
        var run = SyntheticLedger.with(late(9_000), fault("kill", "egress-router-2", READY - 1));

        assertThat(Checker.check(run, BOUND).violations()).singleElement().satisfies(violation -> {
            assertThat(violation.law()).isEqualTo("L9 short silence");
            assertThat(violation.who()).isEqualTo("kill egress-router-2");
        });
        assertThat(Checker.check(run, BOUND).figures()).containsEntry("  longest at a kill of a router, ms", 9_001.0);
        assertThat(Checker.check(run).violations()).isEmpty();
    }

    @Test
    void what_the_machine_itself_stood_still_is_excused() {
        var run = SyntheticLedger.with(
                late(9_000),
                fault("kill", "ingress-ws", READY - 1),
                new Line.Hiccup(new Stamp(1, READY + 3_000, 0), 2_000));

        assertThat(Checker.check(run, BOUND).violations()).isEmpty();
    }

    @Test
    void a_pause_has_no_bound() {
        var run = SyntheticLedger.with(late(12_000), fault("pause", "ingress-ws", READY - 1));

        assertThat(Checker.check(run, BOUND).violations()).isEmpty();
        assertThat(Checker.check(run).figures()).containsEntry("  longest at a pause of a node, ms", 12_001.0);
    }

    @Test
    void a_wait_that_outlasts_the_next_fault_is_told_by_both() {
        var run = SyntheticLedger.with(
                late(9_000), fault("kill", "ingress-ws", READY - 1), fault("roll", "ingress-ws", READY + 4_000));

        assertThat(Checker.check(run).figures())
                .containsEntry("  longest at a kill of a node, ms", 4_000.0)
                .containsEntry("  longest at a roll of a node, ms", 5_001.0);
    }

    private static Recorded late(long millis) {
        return SyntheticLedger.changed(
                RUN,
                Line.Shown.class,
                shown -> shown.equals(LATE)
                        ? new Line.Shown(
                                new Stamp(
                                        shown.at().n(),
                                        shown.at().wall() + millis,
                                        shown.at().nanos()),
                                shown.clientId(),
                                shown.tab(),
                                shown.connection(),
                                shown.frame())
                        : shown);
    }

    private static Line.Fault fault(String kind, String target, long wall) {
        return new Line.Fault(new Stamp(1, wall, 0), kind, target, "start", Map.of());
    }
}
