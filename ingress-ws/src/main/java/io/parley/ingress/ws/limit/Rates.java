package io.parley.ingress.ws.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;

/// How fast something is done, kept for a while after the last time, so that reconnecting gains nothing.
final class Rates {

    /// What is counted, and of whom.
    record Subject(String what, String whose) {}

    /// So many a minute in the long run, so many in one go.
    record Rate(int perMinute, int atOnce) {

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(atOnce).refillGreedy(perMinute, Duration.ofMinutes(1)))
                    .build();
        }
    }

    private record Known(Rate rate, Bucket bucket) {}

    private final Cache<Subject, Known> known = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofMinutes(2))
            .maximumSize(200_000)
            .build();

    /// Counts one.
    ///
    /// @return empty when it is within the rate, else how long to wait
    Optional<Duration> take(Subject subject, Rate rate) {
        var bucket = known.asMap()
                .compute(
                        subject,
                        (same, before) ->
                                before != null && before.rate().equals(rate) ? before : new Known(rate, rate.bucket()))
                .bucket();
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /// Takes one back that was counted and then came to nothing.
    void giveBack(Subject subject) {
        var before = known.getIfPresent(subject);
        if (before != null) {
            before.bucket().addTokens(1);
        }
    }
}
