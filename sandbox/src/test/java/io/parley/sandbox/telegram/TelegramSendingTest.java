package io.parley.sandbox.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Trial;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a bot may send, and how it is refused.
class TelegramSendingTest {

    private final Trial trial = new Trial();
    private final BotApi bot = new BotApi(trial);

    @BeforeEach
    void aPersonHasWritten() {
        trial.says("bot", "7", "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_message_is_answered_in_full_shown_and_recorded_as_delivered() {
        var message = bot.result("SENDMESSAGE", "{\"chat_id\":\"7\",\"text\":\"hi\"}");

        assertThat(message.path("message_id").asLong()).isPositive();
        assertThat(message.path("chat").path("type").asString()).isEqualTo("private");
        assertThat(message.path("from").path("is_bot").asBoolean()).isTrue();
        assertThat(message.path("text").asString()).isEqualTo("hi");
        var shown = trial.screen("bot", "7").path(1);
        assertThat(shown.path("text").asString()).isEqualTo("hi");
        assertThat(shown.path("from").asString()).isEqualTo("agent");
        assertThat(shown.path("message_id").asString())
                .isEqualTo(message.path("message_id").asString());
        var call = trial.deliveries().path(0);
        assertThat(call.path("outcome").asString()).isEqualTo("delivered");
        assertThat(call.path("delivered").asBoolean()).isTrue();
        assertThat(call.path("method").asString()).isEqualTo("sendMessage");
        assertThat(call.path("person").asString()).isEqualTo("7");
        assertThat(call.path("text").asString()).isEqualTo("hi");
    }

    @Test
    void parameters_may_come_in_a_form() {
        var answer = trial.post(
                "/telegram/bot" + BotApi.TOKEN + "/sendMessage",
                "chat_id=7&text=a%26b&reply_markup=%7B%22inline_keyboard%22%3A%5B%5D%7D",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(Trial.json(answer).path("result").path("text").asString()).isEqualTo("a&b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"text":"x"}                                                      | 400 | Bad Request: chat_id is empty
            {"chat_id":7}                                                     | 400 | Bad Request: message text is empty
            {"chat_id":7,"text":" "}                                          | 400 | Bad Request: text must be non-empty
            {"chat_id":8,"text":"x"}                                          | 400 | Bad Request: chat not found
            {"chat_id":"@somebody","text":"x"}                                | 400 | Bad Request: chat not found
            {"chat_id":7,"text":"x","parse_mode":"Word"}                      | 400 | Bad Request: unsupported parse_mode
            {"chat_id":7,"text":"x","reply_parameters":{"message_id":1}}      | 400 | Bad Request: message to be replied not found
            {"chat_id":7,"text":"x","message_thread_id":5}                    | 400 | Bad Request: message thread not found
            [1]                                                               | 400 | Bad Request: can't parse JSON object
            """)
    void a_wrong_message_is_refused(String request, int status, String description) {
        var answer = bot.call("sendMessage", request);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Trial.json(answer).path("error_code").asInt()).isEqualTo(status);
        assertThat(BotApi.description(answer)).isEqualTo(description);
        assertThat(trial.screen("bot", "7")).hasSize(1);
    }

    @Test
    void a_text_is_too_long_from_4097_code_points_after_its_entities_are_parsed() {
        var longest = "😀".repeat(4096);
        assertThat(bot.sendHtml(7, "<b>" + longest + "</b>").statusCode()).isEqualTo(200);

        assertThat(BotApi.description(bot.sendHtml(7, "<b>" + longest + "x</b>")))
                .isEqualTo("Bad Request: message is too long");
        assertThat(trial.deliveries().path(1).path("delivered").asBoolean()).isFalse();
    }

    @Test
    void who_has_blocked_the_bot_gets_nothing() {
        trial.state("bot", "7", "{\"blocked\":true}");

        var answer = bot.send(7, "hi");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(BotApi.description(answer)).isEqualTo("Forbidden: bot was blocked by the user");
        assertThat(trial.screen("bot", "7")).hasSize(1);
        trial.state("bot", "7", "{\"blocked\":false}");
        assertThat(bot.send(7, "hi").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "7, deactivated, 403, Forbidden: user is deactivated",
        "-5, blocked, 403, Forbidden: bot was kicked from the group chat",
        "-1005000000000, blocked, 403, Forbidden: bot was kicked from the supergroup chat",
        "-5, muted, 400, Bad Request: not enough rights to send text messages to the chat"
    })
    void what_a_chat_forbids_is_said(long chat, String state, int status, String description) {
        trial.says("bot", String.valueOf(chat), "hello");
        trial.state("bot", String.valueOf(chat), "{\"" + state + "\":true}");

        var answer = bot.send(chat, "hi");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(BotApi.description(answer)).isEqualTo(description);
    }

    @Test
    void a_bot_does_not_begin_a_conversation() {
        trial.state("bot", "9", "{\"known\":true}");

        assertThat(BotApi.description(bot.send(9, "hi")))
                .isEqualTo("Forbidden: bot can't initiate conversation with a user");
    }

    @Test
    void a_group_that_became_a_supergroup_says_where_it_is() {
        trial.says("bot", "-5", "hello");
        trial.state("bot", "-5", "{\"moved_to\":\"-1005000000000\"}");

        var answer = bot.send(-5, "hi");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(BotApi.description(answer)).isEqualTo("Bad Request: group chat was upgraded to a supergroup chat");
        assertThat(Trial.json(answer)
                        .path("parameters")
                        .path("migrate_to_chat_id")
                        .asLong())
                .isEqualTo(-1005000000000L);
        assertThat(bot.send(-1005000000000L, "hi").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/telegram/bot1:unknown/getMe, 401, Unauthorized",
        "/telegram/botnonsense/getMe, 401, Unauthorized: invalid token specified",
        "/telegram/bot100001:sample/sendNonsense, 404, Not Found: method not found",
        "/telegram/nothing, 404, Not Found"
    })
    void wrong_tokens_methods_and_paths_are_refused(String path, int status, String description) {
        var answer = trial.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(BotApi.description(answer)).isEqualTo(description);
    }

    @Test
    void a_forum_wants_its_topics_and_not_the_general_one() {
        trial.write("bot", "-1005000000000", "{\"kind\":\"text\",\"text\":\"hi\",\"thread\":42}");

        assertThat(inTopic(42)).isEmpty();
        assertThat(inTopic(0)).isEmpty();
        assertThat(inTopic(1)).isEqualTo("Bad Request: message thread not found");
        assertThat(inTopic(43)).isEqualTo("Bad Request: message thread not found");
        assertThat(trial.screen("bot", "-1005000000000").path(1).path("thread").asString())
                .isEqualTo("42");
        trial.pass(java.time.Duration.ofMinutes(1));
        trial.says("bot", "-1006000000000", "no forum");
        assertThat(bot.call(
                                "sendMessage",
                                BotApi.to(-1006000000000L)
                                        .put("text", "x")
                                        .put("message_thread_id", 9)
                                        .toString())
                        .statusCode())
                .isEqualTo(200);
    }

    private String inTopic(int thread) {
        var request = BotApi.to(-1005000000000L).put("text", "x");
        return BotApi.description(
                bot.call("sendMessage", (thread == 0 ? request : request.put("message_thread_id", thread)).toString()));
    }

    @Test
    void an_answer_stands_with_what_it_answers() {
        var asked = trial.screen("bot", "7").path(0).path("message_id").asString();

        var message = bot.result(
                "sendMessage", "{\"chat_id\":7,\"text\":\"hi\",\"reply_parameters\":{\"message_id\":" + asked + "}}");

        assertThat(message.path("reply_to_message").path("message_id").asString())
                .isEqualTo(asked);
        assertThat(trial.screen("bot", "7").path(1).path("reply_to").asString()).isEqualTo(asked);
        assertThat(bot.call(
                                "sendMessage",
                                "{\"chat_id\":7,\"text\":\"hi\",\"reply_parameters\":{\"message_id\":1,"
                                        + "\"allow_sending_without_reply\":true}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [[{"text":"a","callback_data":""}]]               | Bad Request: BUTTON_DATA_INVALID
            [[{"text":"a"}]]                                  | Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard
            [[{"text":"a","url":"https://a.example","callback_data":"x"}]] | Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard
            """)
    void a_wrong_button_is_refused(String keyboard, String description) {
        assertThat(BotApi.description(bot.call(
                        "sendMessage",
                        "{\"chat_id\":7,\"text\":\"x\",\"reply_markup\":{\"inline_keyboard\":" + keyboard + "}}")))
                .isEqualTo(description);
    }

    @Test
    void a_button_carries_64_bytes() {
        assertThat(buttons("é".repeat(32)).statusCode()).isEqualTo(200);

        assertThat(BotApi.description(buttons("é".repeat(32) + "x"))).isEqualTo("Bad Request: BUTTON_DATA_INVALID");
        assertThat(trial.screen("bot", "7")
                        .path(1)
                        .path("buttons")
                        .path(0)
                        .path("title")
                        .asString())
                .isEqualTo("Yes");
    }

    @Test
    void a_keyboard_has_at_most_a_hundred_buttons() {
        var row = IntStream.range(0, 101)
                .mapToObj(i -> "{\"text\":\"b\",\"callback_data\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "[[", "]]"));

        assertThat(BotApi.description(bot.call(
                        "sendMessage",
                        "{\"chat_id\":7,\"text\":\"x\",\"reply_markup\":{\"inline_keyboard\":" + row + "}}")))
                .isEqualTo("Bad Request: reply markup is too long");
    }

    private java.net.http.HttpResponse<String> buttons(String data) {
        var request = BotApi.to(7).put("text", "x");
        request.putObject("reply_markup")
                .putArray("inline_keyboard")
                .addArray()
                .addObject()
                .put("text", "Yes")
                .put("callback_data", data);
        return bot.call("sendMessage", request.toString());
    }

    @Test
    void an_edit_changes_the_bots_own_message_only() {
        var own = bot.result("sendMessage", "{\"chat_id\":7,\"text\":\"one\"}")
                .path("message_id")
                .asString();
        var theirs = trial.screen("bot", "7").path(0).path("message_id").asString();

        assertThat(edit(own, "two")).isEmpty();
        assertThat(trial.screen("bot", "7").path(1).path("text").asString()).isEqualTo("two");
        assertThat(trial.screen("bot", "7").path(1).path("edited").asBoolean()).isTrue();
        assertThat(edit(own, "two")).startsWith("Bad Request: message is not modified: specified new message content");
        assertThat(edit(theirs, "x")).isEqualTo("Bad Request: message can't be edited");
        assertThat(edit("1", "x")).isEqualTo("Bad Request: message to edit not found");
    }

    private String edit(String message, String text) {
        return BotApi.description(bot.call(
                "editMessageText",
                BotApi.to(7).put("message_id", message).put("text", text).toString()));
    }

    @Test
    void what_was_sent_can_be_deleted_and_what_was_said_reacted_to() {
        var own = bot.result("sendMessage", "{\"chat_id\":7,\"text\":\"one\"}")
                .path("message_id")
                .asString();
        var theirs = trial.screen("bot", "7").path(0).path("message_id").asString();

        bot.call("deleteMessage", BotApi.to(7).put("message_id", own).toString());
        bot.call(
                "setMessageReaction",
                "{\"chat_id\":7,\"message_id\":" + theirs + ",\"reaction\":[{\"type\":\"emoji\",\"emoji\":\"👍\"}]}");

        var screen = trial.screen("bot", "7");
        assertThat(screen.path(1).path("deleted").asBoolean()).isTrue();
        assertThat(screen.path(0).path("reaction").asString()).isEqualTo("👍");
        assertThat(BotApi.description(bot.call("deleteMessage", "{\"chat_id\":7,\"message_id\":1}")))
                .isEqualTo("Bad Request: message to delete not found");
    }

    @Test
    void a_chat_action_is_one_of_those_that_are_known() {
        assertThat(bot.call("sendChatAction", "{\"chat_id\":7,\"action\":\"typing\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(BotApi.description(bot.call("sendChatAction", "{\"chat_id\":7,\"action\":\"thinking\"}")))
                .isEqualTo("Bad Request: wrong parameter action in request");
        assertThat(trial.deliveries().path(0).path("outcome").asString()).isEqualTo("done");
    }

    @Test
    void a_draft_is_for_private_chats_and_has_a_number() {
        trial.says("bot", "-5", "hello");

        assertThat(bot.call("sendMessageDraft", "{\"chat_id\":7,\"draft_id\":1,\"text\":\"th\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(bot.call("sendMessageDraft", "{\"chat_id\":7,\"draft_id\":1,\"text\":\"\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(bot.call("sendMessageDraft", "{\"chat_id\":7,\"text\":\"th\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(bot.call("sendMessageDraft", "{\"chat_id\":-5,\"draft_id\":1,\"text\":\"th\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(trial.screen("bot", "7")).hasSize(1);
    }
}
