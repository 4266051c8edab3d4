package io.parley.agent.turn;

import io.parley.agent.model.ModelOutcome;
import java.time.Duration;
import java.util.Optional;

/// Which model is asked next, after which pause, or whether it is time to give up. A provider's `Retry-After` is
/// kept; if it asks for longer than the turn has, the fallback model is asked at once, if there is one.
final class Tries {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final int max;
    private final Optional<String> fallback;
    private String model;
    private boolean fallenBack;
    private int made;

    Tries(String model, Optional<String> fallback, int max) {
        this.model = model;
        this.fallback = fallback.filter(name -> !name.equals(model));
        this.max = max;
    }

    String model() {
        return model;
    }

    /// To be called after each failure.
    ///
    /// @param left how much time the turn has
    /// @return the pause before the next request; empty to give up
    Optional<Duration> next(ModelOutcome.Failed failure, Duration left) {
        made++;
        if (failure.retryable() && made < max) {
            var pause = failure.retryAfter().orElse(FIRST_PAUSE.multipliedBy(1L << (made - 1)));
            if (pause.compareTo(left) < 0) {
                return Optional.of(pause);
            }
        }
        if (fallenBack || fallback.isEmpty()) {
            return Optional.empty();
        }
        fallenBack = true;
        model = fallback.get();
        made = 0;
        return Optional.of(Duration.ZERO);
    }
}
