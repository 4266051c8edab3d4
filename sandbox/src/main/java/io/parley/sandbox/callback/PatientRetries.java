package io.parley.sandbox.callback;

import io.parley.sandbox.Webhook;
import java.time.Duration;
import java.util.Optional;

/// How a well-made program of a tenant posts a message again: after 1, 2, 4 … up to 30 seconds, for an hour; never what
/// was refused for good.
record PatientRetries() implements Webhook.Retries {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration GIVES_UP = Duration.ofHours(1);

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Optional<Duration> after(Webhook.Failure failure, Duration age) {
        boolean isFinal = failure.status() >= 400 && failure.status() < 500 && failure.status() != 429;
        if (isFinal || age.compareTo(GIVES_UP) > 0) {
            return Optional.empty();
        }
        Duration delay = Duration.ofSeconds(1L << Math.min(failure.attempt() - 1, 5));
        return Optional.of(delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
    }
}
