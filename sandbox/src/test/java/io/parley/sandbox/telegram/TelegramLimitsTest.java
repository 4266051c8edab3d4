package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How fast a bot may send; time is moved by hand.
class TelegramLimitsTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_chat_takes_a_short_burst_and_then_one_a_second() {
        trial.says("bot", "7", "hello");
        for (int i = 0; i < 3; i++) {
            assertThat(bot.send(7, "x").statusCode()).isEqualTo(200);
        }

        var refused = bot.send(7, "x");

        assertTooFast(refused, 3);
        trial.pass(Duration.ofSeconds(2));
        assertTooFast(bot.send(7, "still"), 1);
        trial.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 20; i++) {
            assertThat(bot.send(7, "x").statusCode()).isEqualTo(200);
            trial.pass(Duration.ofSeconds(1));
        }
    }

    private static void assertTooFast(HttpResponse<String> answer, int seconds) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains(String.valueOf(seconds));
        assertThat(BotApi.description(answer)).isEqualTo("Too Many Requests: retry after " + seconds);
        assertThat(Trial.json(answer).path("parameters").path("retry_after").asInt())
                .isEqualTo(seconds);
    }

    @Test
    void what_was_too_fast_is_on_record_and_on_no_screen() {
        trial.says("bot", "7", "hello");

        for (int i = 0; i < 4; i++) {
            bot.send(7, "x");
        }

        assertThat(trial.screen("bot", "7")).hasSize(4);
        assertThat(trial.deliveries().path(3).path("outcome").asString()).isEqualTo("throttled");
        assertThat(trial.deliveries().path(3).path("delivered").asBoolean()).isFalse();
    }

    @Test
    void one_chat_too_fast_leaves_the_others_alone() {
        trial.says("bot", "7", "hello");
        trial.says("bot", "8", "hello");
        IntStream.range(0, 5).forEach(i -> bot.send(7, "x"));

        assertThat(bot.send(8, "x").statusCode()).isEqualTo(200);
    }

    @Test
    void a_group_takes_twenty_a_minute() {
        trial.says("bot", "-5", "hello");
        for (int i = 0; i < 26; i++) { // six refill on the way
            assertThat(bot.send(-5, "x").statusCode()).isEqualTo(200);
            trial.pass(Duration.ofSeconds(1));
        }

        int sent = 0;
        for (int i = 0; i < 60; i++) {
            sent += bot.send(-5, "x").statusCode() == 200 ? 1 : 0;
            trial.pass(Duration.ofSeconds(1));
        }

        assertThat(sent).isBetween(12, 23);
    }

    @Test
    void a_bot_sends_thirty_a_second() {
        for (int chat = 1; chat <= 31; chat++) {
            trial.says("bot", String.valueOf(chat), "hello");
        }
        for (int chat = 1; chat <= 30; chat++) {
            assertThat(bot.send(chat, "x").statusCode()).isEqualTo(200);
        }

        assertTooFast(bot.send(31, "x"), 5);
        trial.pass(Duration.ofSeconds(5));
        assertThat(bot.send(31, "x").statusCode()).isEqualTo(200);
    }

    @Test
    void edits_count() {
        trial.says("bot", "7", "hello");
        var message = bot.result("sendMessage", "{\"chat_id\":7,\"text\":\"0\"}")
                .path("message_id")
                .asString();
        for (int i = 1; i <= 2; i++) {
            assertThat(edit(message, i)).isEqualTo(200);
        }

        assertThat(edit(message, 3)).isEqualTo(429);
    }

    private int edit(String message, int text) {
        return bot.call(
                        "editMessageText",
                        BotApi.to(7)
                                .put("message_id", message)
                                .put("text", text + ".")
                                .toString())
                .statusCode();
    }

    @Test
    void the_limits_can_be_taken_away() {
        trial.says("bot", "7", "hello");
        trial.control("PUT", "/settings", "{\"limits\":false}");

        assertThat(IntStream.range(0, 40).map(i -> bot.send(7, "x").statusCode()))
                .containsOnly(200);
    }
}
