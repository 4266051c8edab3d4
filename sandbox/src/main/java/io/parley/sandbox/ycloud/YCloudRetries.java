package io.parley.sandbox.ycloud;

import io.parley.sandbox.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When YCloud posts again: seven times, then never (YCloud help centre, webhook: after 10 s, 30 s, 5 min, 30 min, 1 h,
/// 2 h and 2 h).
record YCloudRetries(String channel, Suspension suspension) implements Webhook.Retries {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(2));

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Optional<Duration> after(Webhook.Failure failure, Duration age) {
        suspension.failed(channel, failure.cause() == Webhook.Cause.TIMEOUT ? PATIENCE : Duration.ZERO);
        return failure.attempt() > DELAYS.size() ? Optional.empty() : Optional.of(DELAYS.get(failure.attempt() - 1));
    }

    /// Nothing waits for anything else.
    @Override
    public int queues() {
        return Integer.MAX_VALUE;
    }
}
