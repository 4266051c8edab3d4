package io.parley.lanes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Delays that double from 100 ms up to a bound, the upper half of each left to chance so that lanes do not
/// march in step.
record Backoff(Duration max) {
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();

    /// @param attempts how often it has failed already, from 1
    Duration after(int attempts) {
        long full = Math.min(max.toNanos(), FIRST_NANOS << Math.min(attempts - 1, 20));
        return Duration.ofNanos(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    /// Whether a failure that repeats is worth a log line: the first, second, fourth, eighth… time.
    static boolean worthLogging(int attempts) {
        return Integer.bitCount(attempts) == 1;
    }
}
