package io.parley.campaign.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A tab loses its newest connection with 4409 only to an attempt of its own.
class TakenOverTest {

    private static final Recorded RUN = SyntheticLedger.of(10, 8);

    @Test
    void a_connection_taken_over_by_a_stranger_is_seen() {
        var tab = RUN.all(Line.Socket.class).getFirst();

        assertThat(laws(SyntheticLedger.with(RUN, ended(tab, 2, "closed", "4409 taken over", 2))))
                .containsExactly("L10 taken over by nobody else");
        assertThat(laws(SyntheticLedger.with(RUN, ended(tab, 0, "closed", "4409 taken over", 2))))
                .isEmpty();
    }

    @Test
    void a_connection_taken_over_by_an_attempt_that_its_tab_gave_up_is_nobodys_fault() {
        var tab = RUN.all(Line.Socket.class).getFirst();

        assertThat(laws(SyntheticLedger.with(
                        RUN,
                        ended(tab, 2, "refused", "request timed out", 1),
                        ended(tab, 3, "closed", "4409 taken over", 2))))
                .isEmpty();
    }

    private static Stream<String> laws(Recorded ledger) {
        return Checker.check(ledger).violations().stream().map(Violation::law).distinct();
    }

    private static Line.Socket ended(Line.Socket tab, int connection, String event, String detail, int place) {
        var at = new Stamp(1_000_000 + place, 2_000_000 + place, 0);
        return new Line.Socket(at, tab.clientId(), tab.tab(), connection, event, null, null, false, detail);
    }
}
