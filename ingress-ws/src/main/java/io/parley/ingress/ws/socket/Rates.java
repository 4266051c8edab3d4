package io.parley.ingress.ws.socket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.parley.ingress.ws.tenant.Limits;
import java.time.Duration;
import java.util.Optional;

/// How fast each client may write, kept for a while after its last socket has closed, so that reconnecting gains
/// nothing.
final class Rates {

    private static final int SIGNS_AT_ONCE = 20;
    private static final int SIGNS_PER_MINUTE = 120;

    private record Key(String clientId, boolean message) {}

    private record Rate(Limits limits, Bucket bucket) {}

    private final Cache<Key, Rate> rates = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofMinutes(2))
            .maximumSize(200_000)
            .build();

    /// Counts one message.
    ///
    /// @return empty when it is within the limits, else how long to wait
    Optional<Duration> message(String clientId, Limits limits) {
        return take(new Key(clientId, true), limits);
    }

    /// Counts anything else that causes work.
    Optional<Duration> sign(String clientId, Limits limits) {
        return take(new Key(clientId, false), limits);
    }

    private Optional<Duration> take(Key key, Limits limits) {
        var rate = rates.asMap()
                .compute(
                        key,
                        (same, known) -> known != null && known.limits().equals(limits)
                                ? known
                                : new Rate(limits, bucket(key, limits)));
        var probe = rate.bucket().tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private static Bucket bucket(Key key, Limits limits) {
        int capacity = key.message() ? limits.burst() : SIGNS_AT_ONCE;
        int perMinute = key.message() ? limits.messagesPerMinute() : SIGNS_PER_MINUTE;
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
    }
}
