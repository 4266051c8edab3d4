package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Webhook.Cause;
import io.parley.sandbox.Webhook.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// When Telegram posts an update again.
class TelegramRetriesTest {

    @Test
    void the_delays_are_none_then_doubling_up_to_a_minute() {
        var delays = IntStream.rangeClosed(1, 9)
                .mapToObj(attempt -> TelegramRetries.MESSAGE
                        .after(failure(attempt, Map.of()), Duration.ZERO)
                        .orElseThrow()
                        .toSeconds());

        assertThat(delays).containsExactly(0L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void the_answer_may_name_a_delay_of_up_to_an_hour() {
        assertThat(TelegramRetries.MESSAGE.after(failure(1, Map.of("retry-after", "7")), Duration.ZERO))
                .contains(Duration.ofSeconds(7));
        assertThat(TelegramRetries.MESSAGE.after(failure(1, Map.of("retry-after", "9999")), Duration.ZERO))
                .contains(Duration.ofHours(1));
    }

    @Test
    void a_press_of_a_button_is_dropped_after_150_seconds_and_a_message_after_a_day() {
        assertThat(TelegramRetries.CALLBACK_QUERY.after(failure(7, Map.of()), Duration.ofSeconds(91)))
                .isEmpty();
        assertThat(TelegramRetries.MESSAGE.after(failure(7, Map.of()), Duration.ofSeconds(91)))
                .isPresent();
        assertThat(TelegramRetries.MESSAGE.after(failure(7, Map.of()), Duration.ofHours(24)))
                .isEmpty();
    }

    private static Failure failure(int attempt, Map<String, String> headers) {
        return new Failure(attempt, Cause.STATUS, 503, headers);
    }
}
