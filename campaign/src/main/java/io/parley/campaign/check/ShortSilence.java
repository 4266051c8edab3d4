package io.parley.campaign.check;

import java.time.Duration;
import java.util.stream.Stream;

/// After a kill of a node or a router no word that is ready keeps a tab waiting for longer than a bound, apart from the
/// time in which the machine itself stood still.
final class ShortSilence implements Law {

    private final Duration bound;

    ShortSilence(Duration bound) {
        this.bound = bound;
    }

    @Override
    public String name() {
        return "L9 short silence";
    }

    @Override
    public Stream<Violation> violations(Observations seen) {
        return new Silences(seen)
                .all().stream()
                        .filter(silence -> silence.isKillOfNodeOrRouter() && silence.unexcused() > bound.toMillis())
                        .map(silence -> violation(
                                silence.what(),
                                "a word that was ready waited for %d ms, in %d of which the machine stood still"
                                        .formatted(silence.millis(), silence.stopped())));
    }
}
