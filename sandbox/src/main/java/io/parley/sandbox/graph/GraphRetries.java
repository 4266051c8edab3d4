package io.parley.sandbox.graph;

import io.parley.sandbox.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When Meta posts again: with growing delays for up to 7 days (Cloud API, webhooks, "webhook delivery failure"). The
/// delays themselves are not documented.
final class GraphRetries implements Webhook.Retries {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6));

    @Override
    public Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    public Optional<Duration> after(Webhook.Failure failure, Duration age) {
        var delay = DELAYS.get(Math.min(failure.attempt(), DELAYS.size()) - 1);
        return age.plus(delay).compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(delay);
    }

    /// Nothing waits for anything else.
    @Override
    public int queues() {
        return Integer.MAX_VALUE;
    }
}
