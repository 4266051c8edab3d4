package io.parley.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A limit on calls, kept for each key by itself: a bucket that fills steadily. Who is refused stays refused until the
/// time has passed that was named.
public final class Throttle {

    private static final int FORGET_FROM = 50_000;

    private final Clock clock;
    private final double burst;
    private final double perSecond;
    private final Duration penalty;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double level, Instant at, Instant blockedUntil) {}

    /// A limit.
    ///
    /// @param burst how many may come at once
    /// @param calls how many may come in `period`, steadily
    /// @param penalty the least time for which a key that came too fast is refused
    public Throttle(Clock clock, int burst, int calls, Duration period, Duration penalty) {
        this.clock = clock;
        this.burst = burst;
        this.perSecond = calls * 1e9 / period.toNanos();
        this.penalty = penalty;
    }

    /// Takes one call of this key.
    ///
    /// @return zero when it may go, or how long it has to wait, in whole seconds
    public Duration take(String key) {
        Duration[] wait = {Duration.ZERO};
        Instant now = clock.instant();
        buckets.compute(key, (same, before) -> {
            Bucket bucket = before == null ? new Bucket(burst, now, Instant.EPOCH) : filled(before, now);
            if (now.isBefore(bucket.blockedUntil())) {
                wait[0] = wholeSeconds(Duration.between(now, bucket.blockedUntil()));
                return bucket;
            }
            if (bucket.level() >= 1) {
                return new Bucket(bucket.level() - 1, now, Instant.EPOCH);
            }
            Duration missing = Duration.ofMillis((long) Math.ceil((1 - bucket.level()) / perSecond * 1000));
            wait[0] = wholeSeconds(missing.compareTo(penalty) > 0 ? missing : penalty);
            return new Bucket(bucket.level(), now, now.plus(wait[0]));
        });
        forgetTheFull(now);
        return wait[0];
    }

    public void clear() {
        buckets.clear();
    }

    private Bucket filled(Bucket bucket, Instant now) {
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
        return new Bucket(Math.min(burst, bucket.level() + seconds * perSecond), now, bucket.blockedUntil());
    }

    private void forgetTheFull(Instant now) {
        if (buckets.size() > FORGET_FROM) {
            buckets.values().removeIf(bucket -> filled(bucket, now).level() >= burst);
        }
    }

    private static Duration wholeSeconds(Duration time) {
        return Duration.ofSeconds(Math.max(1, (time.toMillis() + 999) / 1000));
    }
}
