package io.parley.campaign.check;

import io.parley.campaign.ledger.Recorded;
import java.util.List;

/// Holds a ledger against the laws. The laws cite DESIGN section 1 and the checks L1 to L8 of the campaign's table.
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
            new ModelCallsBounded());

    private Checker() {}

    public static Verdict check(Recorded ledger) {
        var seen = new Observations(ledger);
        var violations = LAWS.stream().flatMap(law -> law.violations(seen)).toList();
        return new Verdict(violations, new Figures(seen).all());
    }
}
