package io.parley.campaign.load;

import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Stamp;
import java.util.function.Function;

/// Stamps what the load clients see and notes it.
public final class Recorder {

    private final Ledger ledger;
    private final Stamp.Source stamps;

    public Recorder(Ledger ledger, Stamp.Source stamps) {
        this.ledger = ledger;
        this.stamps = stamps;
    }

    /// Notes something that happened now.
    public void note(Function<Stamp, Line> line) {
        ledger.append(line.apply(stamps.now()));
    }

    /// Notes something without a time.
    public void note(Line line) {
        ledger.append(line);
    }
}
