package io.parley.sandbox.tiendanube;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The limit of one app in one store: a bucket of 40 requests, from which two a second run out (Tienda Nube, API
/// documentation: Rate Limiting).
final class LeakyBucket {

    static final int SIZE = 40;
    private static final double PER_SECOND = 2;

    private final Clock clock;
    private double level;
    private Instant at;

    LeakyBucket(Clock clock) {
        this.clock = clock;
        this.at = clock.instant();
    }

    /// How full it is after a request.
    ///
    /// @param isOver whether the request found no room
    /// @param resetMillis until it is empty
    record Level(boolean isOver, int remaining, long resetMillis) {}

    synchronized Level take() {
        Instant now = clock.instant();
        level = Math.max(0, level - Duration.between(at, now).toNanos() / 1e9 * PER_SECOND);
        at = now;
        boolean isOver = level + 1 > SIZE;
        if (!isOver) {
            level++;
        }
        return new Level(isOver, (int) (SIZE - level), (long) Math.ceil(level / PER_SECOND * 1000));
    }
}
