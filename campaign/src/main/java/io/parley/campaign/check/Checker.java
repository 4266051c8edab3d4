package io.parley.campaign.check;

import io.parley.campaign.ledger.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Holds a ledger against the laws. The laws cite DESIGN section 1 and the checks of the campaign's table.
public final class Checker {

    private static final List<Law> LAWS = List.of(
            new OneEnding(),
            new NothingMissing(),
            new ShownOnce(),
            new InOrder(),
            new OnlyWhatWasSent(),
            new NoForeignWords(),
            new LogHoldsTheAccepted(),
            new CommitsBehindWork(),
            new ModelCallsBounded(),
            new TakenOver());

    private Checker() {}

    public static Verdict check(Recorded ledger) {
        return check(ledger, LAWS);
    }

    /// With a bound for the silence after a kill of a node or router.
    public static Verdict check(Recorded ledger, Duration longestSilence) {
        return check(
                ledger,
                Stream.concat(LAWS.stream(), Stream.of(new ShortSilence(longestSilence)))
                        .toList());
    }

    private static Verdict check(Recorded ledger, List<Law> laws) {
        var seen = new Observations(ledger);
        var violations = laws.stream().flatMap(law -> law.violations(seen)).toList();
        return new Verdict(violations, new Figures(seen).all());
    }
}
