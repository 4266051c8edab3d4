package io.parley.sandbox.telegram;

import io.parley.sandbox.Webhook;
import java.time.Duration;
import java.util.Optional;

/// When Telegram posts an update again (tdlib/telegram-bot-api, WebhookActor.cpp): at once, then after 2, 4, 8 …
/// seconds
/// up to a minute; a `Retry-After` in the answer counts instead. An update whose next attempt would come after its
/// expiry
/// is dropped.
///
/// @param expiry how long the update is worth sending
record TelegramRetries(Duration expiry) implements Webhook.Retries {

    /// Messages and changes of membership (WebhookActor.cpp; Client.cpp).
    static final TelegramRetries MESSAGE = new TelegramRetries(Duration.ofHours(24));

    /// Presses of buttons (Client.cpp, add_update for callback_query).
    static final TelegramRetries CALLBACK_QUERY = new TelegramRetries(Duration.ofSeconds(150));

    private static final int LONGEST_RETRY_AFTER = 3600;
    private static final int LONGEST_DELAY = 60;

    @Override
    public Duration patience() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Optional<Duration> after(Webhook.Failure failure, Duration age) {
        Duration delay = retryAfter(failure).orElseGet(() -> delay(failure.attempt()));
        return age.plus(delay).compareTo(expiry) > 0 ? Optional.empty() : Optional.of(delay);
    }

    private static Optional<Duration> retryAfter(Webhook.Failure failure) {
        return Optional.ofNullable(failure.headers().get("retry-after"))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_RETRY_AFTER, Integer.parseInt(text))));
    }

    private static Duration delay(int failed) {
        return failed == 1
                ? Duration.ZERO
                : Duration.ofSeconds(Math.min(LONGEST_DELAY, 1L << Math.min(failed - 1, 10)));
    }
}
