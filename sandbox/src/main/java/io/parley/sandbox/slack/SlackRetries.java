package io.parley.sandbox.slack;

import io.parley.sandbox.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When Slack sends an event again: an answer has to come within three seconds; three more attempts, at once, after a
/// minute, after five; `X-Slack-No-Retry: 1` on an answer ends them (Slack, The Events API: Failure conditions).
record SlackRetries(int attempts) implements Webhook.Retries {

    static final SlackRetries EVENT = new SlackRetries(4);

    /// Clicks are sent once (Slack, Handling user interaction).
    static final SlackRetries INTERACTION = new SlackRetries(1);

    private static final List<Duration> DELAYS = List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(5));

    @Override
    public Duration patience() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Optional<Duration> after(Webhook.Failure failure, Duration age) {
        boolean isUnwanted = "1".equals(failure.headers().get("x-slack-no-retry"));
        return isUnwanted || failure.attempt() >= attempts
                ? Optional.empty()
                : Optional.of(DELAYS.get(failure.attempt() - 1));
    }

    /// The headers of a repetition.
    static Map<String, String> headers(Webhook.Attempt attempt) {
        Webhook.Failure failure = attempt.failure();
        if (failure == null) {
            return Map.of();
        }
        String reason = switch (failure.cause()) {
            case TIMEOUT -> "http_timeout";
            case NO_CONNECTION -> "connection_failed";
            case STATUS -> "http_error";
        };
        return Map.of("X-Slack-Retry-Num", String.valueOf(attempt.number() - 1), "X-Slack-Retry-Reason", reason);
    }
}
