package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress.Reply;
import io.parley.sandbox.Trial;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// setWebhook and what belongs to it.
class TelegramWebhookSettingsTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @AfterEach
    void close() {
        trial.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://a.example/x             | s   | bad webhook: An HTTPS URL must be provided for webhook
            https://a.example:444/x        | s   | bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443
            nonsense                       | s   | invalid webhook URL specified
            https://a.example/x            | a b | secret token contains unallowed characters
            """)
    void a_wrong_webhook_is_refused(String url, String secret, String reason) {
        var answer = bot.call("setWebhook", "{\"url\":\"" + url + "\",\"secret_token\":\"" + secret + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(BotApi.description(answer)).isEqualTo("Bad Request: " + reason);
    }

    @Test
    void a_secret_has_at_most_256_characters() {
        var answer = bot.call(
                "setWebhook", "{\"url\":\"https://a.example/x\",\"secret_token\":\"" + "s".repeat(257) + "\"}");

        assertThat(BotApi.description(answer)).isEqualTo("Bad Request: secret token is too long");
    }

    @Test
    void updates_carry_the_secret_that_was_set_and_only_the_kinds_that_were_allowed() {
        assertThat(BotApi.description(set("new", "[\"message\"]"))).isEqualTo("Webhook was set");

        trial.state("bot", "7", "{\"blocked\":true}");
        trial.state("bot", "7", "{\"blocked\":false}");
        trial.says("bot", "7", "hello");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.headers()).containsEntry("x-telegram-bot-api-secret-token", "new");
        assertThat(webhook.json().has("message")).isTrue();
        assertThat(trial.control("/webhooks")).hasSize(1);
    }

    @Test
    void an_empty_list_of_kinds_leaves_out_reactions() {
        set("s", "[]");
        var id = trial.says("bot", "7", "hello").path("message_id").asString();

        var reaction = trial.write("bot", "7", "{\"kind\":\"reaction\",\"message_id\":" + id + ",\"emoji\":\"👍\"}");

        assertThat(reaction.path("event_id").asString()).isEmpty();
    }

    @Test
    void it_is_set_at_most_once_a_second() {
        set("a", "[]");

        assertThat(set("b", "[]").statusCode()).isEqualTo(429);
        trial.pass(Duration.ofSeconds(1));
        assertThat(BotApi.description(set("a", "[]"))).isEqualTo("Webhook is already set");
    }

    private java.net.http.HttpResponse<String> set(String secret, String kinds) {
        return bot.call(
                "setWebhook",
                "{\"url\":\"https://a.example/x\",\"secret_token\":\"" + secret + "\",\"allowed_updates\":" + kinds
                        + "}");
    }

    @Test
    void without_a_webhook_nothing_is_posted_and_updates_can_be_asked_for() {
        var conflict = bot.call("getUpdates", "{}");
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(BotApi.description(conflict))
                .isEqualTo("Conflict: can't use getUpdates method while webhook is active; "
                        + "use deleteWebhook to delete the webhook first");

        assertThat(BotApi.description(bot.call("deleteWebhook", "{}"))).isEqualTo("Webhook was deleted");

        assertThat(BotApi.description(bot.call("deleteWebhook", "{}"))).isEqualTo("Webhook is already deleted");
        assertThat(trial.says("bot", "7", "hello").path("event_id").asString()).isEmpty();
        assertThat(bot.call("getUpdates", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void the_last_failure_can_be_asked_for() {
        trial.ingress().answering(webhook -> Reply.of(500));
        trial.says("bot", "7", "hello");

        Awaitility.await().untilAsserted(() -> {
            var info = bot.result("getWebhookInfo", "{}");
            assertThat(info.path("last_error_message").asString("")).startsWith("Wrong response from the webhook: 500");
            assertThat(info.path("pending_update_count").asInt()).isEqualTo(1);
        });
    }

    @Test
    void a_bot_knows_itself() {
        var me = bot.result("getMe", "{}");

        assertThat(me.path("id").asLong()).isEqualTo(100001);
        assertThat(me.path("is_bot").asBoolean()).isTrue();
    }
}
