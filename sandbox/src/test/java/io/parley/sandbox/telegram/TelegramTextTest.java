package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelegramTextTest {

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_text_arrives_as_an_update_with_the_secret() {
        trial.says("bot", "7", "hello");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.path()).isEqualTo("/webhooks/telegram/bot");
        assertThat(webhook.headers()).containsEntry("x-telegram-bot-api-secret-token", "bot-secret");
        assertThat(webhook.json().path("message").path("text").asString()).isEqualTo("hello");
    }

    @Test
    void an_answer_is_on_the_screen_and_on_record() {
        trial.says("bot", "7", "hello");

        trial.post("/telegram/bot100001:sample/sendMessage", "{\"chat_id\":7,\"text\":\"hi\"}");

        assertThat(trial.screen("bot", "7").path(1).path("text").asString()).isEqualTo("hi");
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isTrue();
    }
}
