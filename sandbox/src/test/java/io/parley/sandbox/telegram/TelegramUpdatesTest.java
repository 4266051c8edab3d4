package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress;
import io.parley.sandbox.Ingress.Reply;
import io.parley.sandbox.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What people do becomes updates, and how Telegram posts them.
class TelegramUpdatesTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_text_is_one_signed_update() {
        var written = trial.write("bot", "7", "{\"kind\":\"text\",\"text\":\"hello\",\"name\":\"Ann\"}");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.path()).isEqualTo("/webhooks/telegram/bot");
        assertThat(webhook.headers())
                .containsEntry("x-telegram-bot-api-secret-token", "bot-secret")
                .containsEntry("content-type", "application/json");
        var message = webhook.json().path("message");
        assertThat(webhook.json().path("update_id").asString())
                .isEqualTo(written.path("event_id").asString());
        assertThat(message.path("message_id").asString())
                .isEqualTo(written.path("message_id").asString());
        assertThat(message.path("date").asLong()).isEqualTo(trial.now().getEpochSecond());
        assertThat(message.path("chat").path("id").asLong()).isEqualTo(7);
        assertThat(message.path("chat").path("type").asString()).isEqualTo("private");
        assertThat(message.path("from").path("first_name").asString()).isEqualTo("Ann");
        assertThat(message.path("text").asString()).isEqualTo("hello");
    }

    @Test
    void a_command_is_marked() {
        trial.says("bot", "7", "/start shoes");

        var entity = trial.webhooks(1)
                .getFirst()
                .json()
                .path("message")
                .path("entities")
                .path(0);
        assertThat(entity.path("type").asString()).isEqualTo("bot_command");
        assertThat(entity.path("length").asInt()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind":"voice"}                                          | voice    | mime_type  | audio/ogg
            {"kind":"audio"}                                          | audio    | mime_type  | audio/mpeg
            {"kind":"video"}                                          | video    | mime_type  | video/mp4
            {"kind":"document","file_name":"a.pdf"}                   | document | file_name  | a.pdf
            {"kind":"sticker"}                                        | sticker  | type       | regular
            {"kind":"location","latitude":1.5,"longitude":-2}         | location | latitude   | 1.5
            {"kind":"location","latitude":1,"longitude":2,"title":"Shop"} | venue | title     | Shop
            {"kind":"contact","phone":"+1555","first_name":"Bob"}     | contact  | first_name | Bob
            """)
    void each_kind_has_its_field(String act, String kind, String field, String value) {
        trial.write("bot", "7", act);

        var message = trial.webhooks(1).getFirst().json().path("message");
        assertThat(message.path(kind).path(field).asString()).isEqualTo(value);
    }

    @Test
    void a_photo_comes_in_ascending_sizes_with_its_caption() {
        trial.write("bot", "7", "{\"kind\":\"photo\",\"caption\":\"this one\"}");

        var message = trial.webhooks(1).getFirst().json().path("message");
        assertThat(message.path("caption").asString()).isEqualTo("this one");
        assertThat(message.path("photo")
                        .valueStream()
                        .map(size -> size.path("width").asInt()))
                .isSorted()
                .hasSize(3);
        assertThat(trial.screen("bot", "7").path(0).path("image").asString()).startsWith("/sandbox/files/");
    }

    @Test
    void an_album_is_several_updates_of_one_group() {
        trial.write("bot", "7", "{\"kind\":\"album\",\"count\":3,\"caption\":\"all\"}");

        var messages = trial.webhooks(3).stream()
                .map(one -> one.json().path("message"))
                .toList();
        assertThat(messages)
                .extracting(one -> one.path("media_group_id").asString())
                .doesNotContain("")
                .hasSize(3);
        assertThat(messages.stream().map(one -> one.path("media_group_id")).distinct())
                .hasSize(1);
        assertThat(messages.stream().filter(one -> one.has("caption"))).hasSize(1);
    }

    @Test
    void an_edit_has_the_same_id_and_an_edit_date() {
        var id = trial.says("bot", "7", "helo").path("message_id").asString();
        trial.pass(Duration.ofSeconds(5));
        trial.write("bot", "7", "{\"kind\":\"edit\",\"message_id\":" + id + ",\"text\":\"hello\"}");

        var edited = trial.webhooks(2).getLast().json().path("edited_message");
        assertThat(edited.path("message_id").asString()).isEqualTo(id);
        assertThat(edited.path("edit_date").asLong() - edited.path("date").asLong())
                .isEqualTo(5);
        assertThat(edited.path("text").asString()).isEqualTo("hello");
    }

    @Test
    void a_reaction_is_told_and_a_deletion_is_not() {
        var id = trial.says("bot", "7", "hello").path("message_id").asString();
        var deleted = trial.write("bot", "7", "{\"kind\":\"delete\",\"message_id\":" + id + "}");
        trial.write("bot", "7", "{\"kind\":\"reaction\",\"message_id\":" + id + ",\"emoji\":\"👍\"}");

        var reaction = trial.webhooks(2).getLast().json().path("message_reaction");
        assertThat(deleted.path("event_id").asString()).isEmpty();
        assertThat(reaction.path("new_reaction").path(0).path("emoji").asString())
                .isEqualTo("👍");
        assertThat(trial.screen("bot", "7").path(0).path("deleted").asBoolean()).isTrue();
    }

    @Test
    void a_topic_is_in_the_update() {
        trial.write("bot", "-1005000000000", "{\"kind\":\"text\",\"text\":\"x\",\"thread\":42,\"user\":77}");

        var message = trial.webhooks(1).getFirst().json().path("message");
        assertThat(message.path("message_thread_id").asInt()).isEqualTo(42);
        assertThat(message.path("is_topic_message").asBoolean()).isTrue();
        assertThat(message.path("chat").path("is_forum").asBoolean()).isTrue();
        assertThat(message.path("from").path("id").asInt()).isEqualTo(77);
    }

    @Test
    void blocking_and_unblocking_are_told() {
        trial.says("bot", "7", "hello");
        trial.state("bot", "7", "{\"blocked\":true}");
        trial.state("bot", "7", "{\"blocked\":false}");

        var changes = trial.webhooks(2, one -> one.json().has("my_chat_member")).stream()
                .map(one -> one.json().path("my_chat_member"))
                .map(one -> one.path("old_chat_member").path("status").asString() + " "
                        + one.path("new_chat_member").path("status").asString());
        assertThat(changes).containsExactly("member kicked", "kicked member");
    }

    @Test
    void who_has_blocked_the_bot_cannot_write() {
        trial.says("bot", "7", "hello");
        trial.state("bot", "7", "{\"blocked\":true}");

        assertThat(trial.post("/sandbox/bot/people/7/messages", "{\"kind\":\"text\",\"text\":\"x\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void a_group_moves_with_one_message_in_each_chat() {
        trial.says("bot", "-5", "hello");
        trial.state("bot", "-5", "{\"moved_to\":\"-1005000000000\"}");

        var messages = trial.webhooks(3).stream()
                .map(one -> one.json().path("message"))
                .toList();
        assertThat(messages)
                .anyMatch(one -> one.path("chat").path("id").asLong() == -5
                        && one.path("migrate_to_chat_id").asLong() == -1005000000000L);
        assertThat(messages)
                .anyMatch(one -> one.path("chat").path("id").asLong() == -1005000000000L
                        && one.path("migrate_from_chat_id").asLong() == -5);
    }

    @Test
    void a_pressed_button_is_a_query_that_must_be_answered_once_and_in_time() {
        press();
        var query = trial.webhooks(2).getLast().json().path("callback_query");

        assertThat(query.path("data").asString()).isEqualTo("y");
        assertThat(query.path("from").path("id").asInt()).isEqualTo(7);
        assertThat(query.path("message").path("text").asString()).isEqualTo("sure?");
        assertThat(answer(query)).isEmpty();
        assertThat(answer(query))
                .isEqualTo("Bad Request: query is too old and response timeout expired or query ID is invalid");
        press();
        var late = trial.webhooks(3).getLast().json().path("callback_query");
        trial.pass(Duration.ofSeconds(151));
        assertThat(answer(late)).startsWith("Bad Request: query is too old");
    }

    private String answer(JsonNode query) {
        return BotApi.description(bot.call(
                "answerCallbackQuery",
                "{\"callback_query_id\":\"" + query.path("id").asString() + "\"}"));
    }

    private void press() {
        if (trial.screen("bot", "7").isEmpty()) {
            trial.says("bot", "7", "hello");
        }
        trial.webhooks(1);
        var id = bot.result(
                        "sendMessage",
                        "{\"chat_id\":7,\"text\":\"sure?\",\"reply_markup\":{\"inline_keyboard\":"
                                + "[[{\"text\":\"Yes\",\"callback_data\":\"y\"}]]}}")
                .path("message_id")
                .asString();
        trial.write("bot", "7", "{\"kind\":\"button\",\"message_id\":" + id + ",\"button_id\":\"y\"}");
    }

    @Test
    void updates_are_numbered_one_after_the_other() {
        for (int i = 0; i < 5; i++) {
            trial.says("bot", "7", "m" + i);
        }

        var ids = trial.webhooks(5).stream()
                .map(one -> one.json().path("update_id").asInt())
                .toList();
        assertThat(ids).isEqualTo(List.of(ids.get(0), ids.get(0) + 1, ids.get(0) + 2, ids.get(0) + 3, ids.get(0) + 4));
    }

    @Test
    void a_chats_next_update_waits_until_its_first_is_answered_and_other_chats_do_not() {
        var firstHeld = new CountDownLatch(1);
        trial.ingress().answering(webhook -> {
            if (webhook.body().contains("\"first\"")) {
                awaitQuietly(firstHeld);
            }
            return Reply.of(200);
        });

        trial.says("bot", "7", "first");
        trial.says("bot", "7", "second");
        trial.says("bot", "8", "other");
        trial.webhooks(1, webhook -> webhook.body().contains("\"other\""));

        assertThat(texts()).doesNotContain("second");
        firstHeld.countDown();
        trial.webhooks(3);
        assertThat(texts()).containsSubsequence("first", "second");
    }

    @Test
    void a_button_does_not_wait_for_the_messages_of_its_chat() {
        press();
        var held = new CountDownLatch(1);
        trial.ingress().answering(webhook -> {
            if (webhook.body().contains("\"slow\"")) {
                awaitQuietly(held);
            }
            return Reply.of(200);
        });
        int before = trial.ingress().received().size();
        trial.says("bot", "7", "slow");

        press();

        assertThat(trial.webhooks(before + 2)).anyMatch(one -> one.body().contains("callback_query"));
        held.countDown();
    }

    @Test
    void what_is_not_accepted_comes_again_with_the_same_id_until_it_is() {
        var times = new AtomicInteger();
        trial.control("PUT", "/settings", "{\"retry_scale\":0.001}");
        trial.ingress().answering(webhook -> Reply.of(times.incrementAndGet() < 4 ? 500 : 200));

        trial.says("bot", "7", "hello");

        var ids = trial.webhooks(4).stream().map(one -> one.json().path("update_id"));
        assertThat(ids.distinct()).hasSize(1);
        assertThat(trial.control("/webhooks")
                        .valueStream()
                        .map(one -> one.path("attempt").asInt()))
                .contains(1, 2, 3);
    }

    @Test
    void an_update_is_dropped_when_it_is_too_old() {
        trial.control("PUT", "/settings", "{\"retry_scale\":0.001}");
        trial.ingress().answering(webhook -> {
            if (webhook.body().contains("\"old\"")) {
                trial.pass(Duration.ofHours(25));
                return Reply.of(500);
            }
            return Reply.of(200);
        });

        trial.says("bot", "7", "old");
        trial.says("bot", "7", "new");

        trial.webhooks(2);
        assertThat(texts()).containsExactly("old", "new");
    }

    @Test
    void an_answer_that_was_lost_brings_the_same_update_again() {
        trial.control("PUT", "/settings", "{\"duplicate_webhooks\":1}");

        trial.says("bot", "7", "hello");

        assertThat(trial.webhooks(2).stream().map(Ingress.Received::body).distinct())
                .hasSize(1);
    }

    @Test
    void the_queues_that_wait_for_a_retry_hold_up_the_others_from_eighty_on() {
        trial.ingress()
                .answering(webhook -> webhook.body().contains("\"stuck\"")
                        ? new Reply(503, Map.of("Retry-After", "60"))
                        : Reply.of(200));
        for (int chat = 1; chat <= 79; chat++) {
            trial.says("bot", String.valueOf(chat), "stuck");
        }
        trial.webhooks(79);
        trial.says("bot", "500", "through");
        trial.webhooks(1, one -> one.body().contains("\"through\""));
        trial.says("bot", "80", "stuck");
        trial.webhooks(81);

        trial.says("bot", "501", "held up");
        trial.says("bot2", "501", "of another bot");

        trial.webhooks(1, one -> one.body().contains("\"of another bot\""));
        assertThat(texts()).doesNotContain("held up");
    }

    private List<String> texts() {
        return trial.ingress().received().stream()
                .map(one -> one.json().path("message").path("text").asString(""))
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
