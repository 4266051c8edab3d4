package io.parley.egress.delivery;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.parley.channels.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The buckets of some limits. Who comes reserves the next free place, so that all go in the order in which
/// they came.
final class Buckets {

    private final Clock clock;
    private final Map<Limit, Bucket> buckets = new HashMap<>();
    private Instant startsAt;
    private boolean startsEmpty;

    Buckets(Clock clock) {
        this.clock = clock;
        this.startsAt = clock.instant();
    }

    /// Reserves one place under each of the limits.
    ///
    /// @return when it may be used
    synchronized Instant reserve(List<Limit> limits) {
        long wait = limits.stream().mapToLong(this::reserve).max().orElse(0);
        return now().plusNanos(wait);
    }

    /// Takes a place if one is free now.
    synchronized boolean take(Limit limit) {
        return bucket(limit).tryConsume(1);
    }

    /// Void what was reserved, and begin empty at this time.
    synchronized void restart(Instant at) {
        buckets.clear();
        startsAt = at;
        startsEmpty = true;
    }

    /// Whether they are as they would be if nobody had ever come.
    synchronized boolean areIdle() {
        return buckets.entrySet().stream()
                .allMatch(bucket -> bucket.getValue().getAvailableTokens()
                        >= bucket.getKey().burst());
    }

    private long reserve(Limit limit) {
        return Math.min(Duration.ofDays(1).toNanos(), bucket(limit).consumeIgnoringRateLimits(1));
    }

    private Bucket bucket(Limit limit) {
        return buckets.computeIfAbsent(limit, this::make);
    }

    private Bucket make(Limit limit) {
        int burst = Math.max(1, limit.burst());
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(burst)
                        .refillGreedy(Math.max(1, limit.messages()), limit.per())
                        .initialTokens(startsEmpty ? 0 : burst))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return Duration.between(Instant.EPOCH, now()).toNanos();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return true;
                    }
                })
                .build();
    }

    /// Time stands still until the start.
    private Instant now() {
        var now = clock.instant();
        return now.isBefore(startsAt) ? startsAt : now;
    }
}
