package io.parley.channels.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.channels.ProviderApi;
import io.parley.channels.Sign;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Button;
import io.parley.schemas.avro.EntryKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TelegramSenderTest {

    private static final Addressee PERSON = BotApi.person();
    private static final Addressee GROUP = BotApi.to("-100200", null, Event.MESSAGE_ID, "88");

    private BotApi telegram;
    private TelegramSender sender;

    @BeforeEach
    void start() throws IOException {
        telegram = new BotApi();
        sender = new TelegramSender(telegram.api());
    }

    @AfterEach
    void stop() {
        telegram.close();
    }

    // ---- what an entry becomes

    @Test
    void markdown_becomes_telegrams_html() {
        var piece = only(
                agent("**Size 39** costs < 50 € at [us](https://shoes.example/?a=1&b=2)")
                        .build(),
                PERSON);

        assertThat(piece.method()).isEqualTo("sendMessage");
        assertThat(piece.id()).isEqualTo("shoes:shoes-telegram:4711 r1 1");
        assertThat(piece.body())
                .isEqualTo(json("{'text':'<b>Size 39</b> costs &lt; 50 € at "
                        + "<a href=\\\"https://shoes.example/?a=1&amp;b=2\\\">us</a>','parse_mode':'HTML'}"));
    }

    @Test
    void what_people_write_is_no_markdown() {
        var piece =
                only(agent("2 * 3 * 4 = <24> & *more*").setAuthor(Author.HUMAN).build(), PERSON);

        assertThat(piece.body().path("text").asString()).isEqualTo("2 * 3 * 4 = &lt;24&gt; &amp; *more*");
    }

    @Test
    void a_long_answer_is_several_messages_of_at_most_4096_visible_characters() {
        var words = IntStream.range(0, 3000).mapToObj(n -> "**w" + n + "**").collect(Collectors.joining(" "));

        var pieces = sender.pieces(agent(words).build(), PERSON);

        assertThat(pieces).extracting(Piece::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(
                                Html.length(piece.body().path("text").asString()))
                        .isBetween(1, 4096));
        assertThat(pieces.stream()
                        .map(piece -> Html.plain(piece.body().path("text").asString(), 4096))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(words.replace("*", ""));
    }

    @Test
    void tags_do_not_count() {
        var markdown = "**" + "a".repeat(2000) + "** _" + "b".repeat(2000) + "_ `" + "&".repeat(90) + "`";

        assertThat(sender.pieces(agent(markdown).build(), PERSON)).hasSize(1);
    }

    @Test
    void the_same_entry_becomes_the_same_pieces() {
        var entry = agent("word ".repeat(3000))
                .setButtons(List.of(new Button("yes", "Yes")))
                .build();

        assertThat(sender.pieces(entry, PERSON)).isEqualTo(sender.pieces(entry, PERSON));
    }

    @Test
    void buttons_stand_on_the_last_message() {
        var entry = agent("word ".repeat(1000))
                .setButtons(List.of(new Button("size:38", "38"), new Button("size:39", "39")))
                .build();

        var pieces = sender.pieces(entry, PERSON);

        assertThat(pieces.getFirst().body().has("reply_markup")).isFalse();
        assertThat(pieces.getLast().body().path("reply_markup"))
                .isEqualTo(json("{'inline_keyboard':[[{'text':'38','callback_data':'size:38'}],"
                        + "[{'text':'39','callback_data':'size:39'}]]}"));
    }

    @Test
    void a_button_id_of_more_than_64_bytes_comes_back_as_its_hash() {
        assertThat(TelegramSender.buttonData("ñ".repeat(32))).isEqualTo("ñ".repeat(32));
        assertThat(TelegramSender.buttonData("ñ".repeat(33)))
                .hasSize(44)
                .startsWith("~")
                .isEqualTo(TelegramSender.buttonData("ñ".repeat(33)))
                .isNotEqualTo(TelegramSender.buttonData("ñ".repeat(34)));
    }

    @Test
    void a_picture_carries_the_words_that_fit_beneath_it() {
        var piece =
                only(agent("**red**").setImageUrl("https://img.example/1.jpg").build(), PERSON);

        assertThat(piece.method()).isEqualTo("sendPhoto");
        assertThat(piece.body())
                .isEqualTo(json("{'photo':'https://img.example/1.jpg','caption':'<b>red</b>','parse_mode':'HTML'}"));
    }

    @Test
    void a_picture_goes_ahead_of_words_that_do_not_fit_beneath_it() {
        var entry = agent("word ".repeat(300))
                .setImageUrl("https://img.example/1.jpg")
                .build();

        var pieces = sender.pieces(entry, PERSON);

        assertThat(pieces).extracting(Piece::method).containsExactly("sendPhoto", "sendMessage");
        assertThat(pieces.getFirst().body()).isEqualTo(json("{'photo':'https://img.example/1.jpg'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n ", "[x]: https://hidden.example"})
    void what_has_nothing_to_show_is_not_sent(String content) {
        assertThat(sender.pieces(agent(content).build(), PERSON)).isEmpty();
    }

    @Test
    void buttons_are_never_lost_for_want_of_words() {
        var entry = agent("").setButtons(List.of(new Button("yes", "Yes"))).build();

        assertThat(only(entry, PERSON).body().path("text").asString()).isEqualTo("…");
    }

    @Test
    void in_a_group_the_first_message_replies_to_whom_it_answers() {
        var pieces = sender.pieces(agent("word ".repeat(1000)).build(), GROUP);

        assertThat(pieces.getFirst().body().path("reply_parameters"))
                .hasToString("{\"message_id\":88,\"allow_sending_without_reply\":true}");
        assertThat(pieces.getLast().body().has("reply_parameters")).isFalse();
        assertThat(only(agent("hi").build(), BotApi.person(Event.MESSAGE_ID, "88"))
                        .body()
                        .has("reply_parameters"))
                .isFalse();
        assertThat(only(agent("hi").setPart(2).build(), GROUP).body().has("reply_parameters"))
                .isFalse();
    }

    // ---- calls

    @Test
    void a_message_goes_to_its_chat_and_topic() throws InterruptedException {
        var topic = BotApi.to("-100200", "17");

        var outcome = sender.send(only(agent("hi").build(), topic), topic);

        assertThat(outcome).isEqualTo(new Outcome.Sent("5"));
        var request = telegram.requests().getFirst();
        assertThat(request.path()).isEqualTo("/bot42:s3cr3t-token/sendMessage");
        assertThat(request.body())
                .isEqualTo(json("{'text':'hi','parse_mode':'HTML','chat_id':-100200,'message_thread_id':17}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | Forbidden: bot was blocked by the user | blocked-by-client 403",
                "403 | Forbidden: user is deactivated | client-deactivated 403",
                "403 | Forbidden: bot can't initiate conversation with a user | conversation-not-begun 403",
                "403 | Forbidden: bot can't send messages to bots | client-is-a-bot 403",
                "403 | Forbidden: the bot can't send messages to the bot | client-is-a-bot 403",
                "403 | Forbidden: bot was kicked from the supergroup chat | removed-from-group 403",
                "403 | Forbidden: bot is not a member of the supergroup chat | removed-from-group 403",
                "403 | Forbidden: the group chat was deleted | group-deleted 403",
                "403 | Forbidden: something new | refused 403",
                "400 | Bad Request: chat not found | client-unknown 400",
                "400 | Bad Request: message thread not found | thread-unknown 400",
                "400 | Bad Request: message is too long | too-long 400",
                "400 | Bad Request: message text is empty | empty 400",
                "400 | Bad Request: not enough rights to send text messages to the chat | no-right-to-write 400",
                "400 | Bad Request: something new | refused 400",
            })
    void what_is_final_is_refused_by_its_name(int status, String description, String reason)
            throws InterruptedException {
        telegram.will(status, error(status, description));

        assertThat(send("hi", PERSON)).isEqualTo(new Outcome.Refused(reason));
    }

    @Test
    void a_group_that_has_become_a_supergroup_has_moved() throws InterruptedException {
        telegram.will(
                400,
                "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: group chat was upgraded to a supergroup chat\","
                        + "\"parameters\":{\"migrate_to_chat_id\":-1001555}}");

        assertThat(send("hi", GROUP)).isEqualTo(new Outcome.Moved("-1001555"));
    }

    @Test
    void too_many_requests_hold_up_the_bot_as_long_as_telegram_says() throws InterruptedException {
        telegram.will(429, tooMany(35), Map.of("Retry-After", "36"));
        telegram.will(429, "<html>", Map.of("Retry-After", "7"));
        telegram.will(429, "");

        assertThat(List.of(send("hi", PERSON), send("hi", PERSON), send("hi", PERSON)))
                .extracting(outcome -> ((Outcome.Later) outcome).after())
                .containsExactly(Duration.ofSeconds(35), Duration.ofSeconds(7), Duration.ofSeconds(5));
    }

    @Test
    void too_many_requests_in_a_group_hold_up_the_group_only() throws InterruptedException {
        telegram.will(429, tooMany(35));
        telegram.will(429, tooMany(35));

        assertThat(((Outcome.Later) send("hi", GROUP)).scope()).isEqualTo(Scope.CLIENT);
        assertThat(((Outcome.Later) send("hi", PERSON)).scope()).isEqualTo(Scope.ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void after_a_broken_answer_nobody_knows(int status) throws InterruptedException {
        telegram.will(status, "<html><h1>Bad Gateway</h1></html>");

        assertThat(send("hi", PERSON)).isEqualTo(new Outcome.Unknown("http " + status));
    }

    @Test
    void a_success_that_does_not_say_so_is_unknown() throws InterruptedException {
        telegram.will(200, "<html>welcome</html>");

        assertThat(send("hi", PERSON)).isEqualTo(new Outcome.Unknown("http 200"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 409})
    void an_answer_that_is_not_telegrams_refuses_nothing_for_good(int status) throws InterruptedException {
        telegram.will(status, "<html>proxy</html>");

        assertThat(send("hi", PERSON))
                .isEqualTo(new Outcome.Later(Duration.ofSeconds(10), Scope.ACCOUNT, "not-telegram " + status));
    }

    @ParameterizedTest
    @CsvSource({"401,Unauthorized", "404,Not Found", "421,Misdirected Request: unallowed token specified"})
    void a_revoked_token_halts_the_account(int status, String description) throws InterruptedException {
        telegram.will(status, error(status, description));

        assertThat(send("hi", PERSON)).isEqualTo(new Outcome.Halted("bot-token-refused " + status));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"bot-token\":\"\"}", "{\"bot-token\":\"42:with space\"}", "{\"bot-token\":\"../x\"}"})
    void an_account_without_a_usable_token_is_halted_without_a_call(String settings) throws InterruptedException {
        var account = new Account("shoes", "shoes-telegram", "telegram", BotApi.JSON.readTree(settings));
        var to = new Addressee(account, account.client("4711", null), "4711", Map.of());

        assertThat(send("hi", to)).isEqualTo(new Outcome.Halted("bot-token-refused 401"));
        assertThat(telegram.requests()).isEmpty();
    }

    @Test
    void no_connection_is_surely_not_sent() throws InterruptedException {
        telegram.close();

        assertThat(send("hi", PERSON)).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void what_telegram_cannot_parse_goes_without_formatting() throws InterruptedException {
        telegram.will(
                400, error(400, "Bad Request: can't parse entities: Unsupported start tag \\\"p\\\" at byte offset 0"));
        var piece = only(agent("**a < b** [us](https://x.example)").build(), PERSON);

        var instead = (Outcome.Instead) sender.send(piece, PERSON);

        assertThat(instead.piece().body()).isEqualTo(json("{'text':'a < b us (https://x.example)'}"));
        assertThat(instead.piece().id()).isEqualTo(piece.id());
        telegram.will(400, error(400, "Bad Request: can't parse entities: again"));
        assertThat(sender.send(instead.piece(), PERSON)).isEqualTo(new Outcome.Refused("refused 400"));
    }

    @Test
    void buttons_that_telegram_refuses_do_not_take_the_words_with_them() throws InterruptedException {
        telegram.will(400, error(400, "Bad Request: BUTTON_DATA_INVALID"));
        var entry = agent("which?").setButtons(List.of(new Button("", "x"))).build();

        var instead = (Outcome.Instead) sender.send(only(entry, PERSON), PERSON);

        assertThat(instead.piece().body()).isEqualTo(json("{'text':'which?','parse_mode':'HTML'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to get HTTP URL content",
                "wrong file identifier/HTTP URL specified",
                "wrong type of the web page content",
                "PHOTO_INVALID_DIMENSIONS",
            })
    void a_picture_that_telegram_cannot_show_becomes_a_link(String reason) throws InterruptedException {
        telegram.will(400, error(400, "Bad Request: " + reason));
        var entry = agent("**red**").setImageUrl("https://img.example/?a&b").build();

        var instead = (Outcome.Instead) sender.send(only(entry, PERSON), PERSON);

        assertThat(instead.piece().method()).isEqualTo("sendMessage");
        assertThat(instead.piece().body())
                .isEqualTo(json("{'parse_mode':'HTML','text':'<b>red</b>\\n\\nhttps://img.example/?a&amp;b'}"));
    }

    @Test
    void a_picture_without_an_address_is_uploaded() throws InterruptedException {
        var entry = agent("**red**")
                .setImageUrl("data:image/png;base64,UE5H")
                .setButtons(List.of(new Button("yes", "Yes")))
                .build();

        var outcome = sender.send(only(entry, PERSON), PERSON);

        assertThat(outcome).isEqualTo(new Outcome.Sent("5"));
        var request = telegram.requests().getFirst();
        assertThat(request.path()).endsWith("/sendPhoto");
        assertThat(request.raw())
                .contains("name=\"chat_id\"\r\n\r\n4711\r\n")
                .contains("name=\"caption\"\r\n\r\n<b>red</b>\r\n")
                .contains("name=\"reply_markup\"\r\n\r\n{\"inline_keyboard\":[[{\"text\":\"Yes\",")
                .contains("name=\"photo\"; filename=\"picture.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n");
    }

    @Test
    void a_picture_that_was_uploaded_in_vain_leaves_its_words() throws InterruptedException {
        telegram.will(400, error(400, "Bad Request: IMAGE_PROCESS_FAILED"));
        telegram.will(400, error(400, "Bad Request: IMAGE_PROCESS_FAILED"));
        var alone = agent("").setImageUrl("data:image/png;base64,UE5H").build();
        var withWords = agent("red").setImageUrl("data:image/png;base64,UE5H").build();

        assertThat(((Outcome.Instead) sender.send(only(withWords, PERSON), PERSON))
                        .piece()
                        .body())
                .isEqualTo(json("{'parse_mode':'HTML','text':'red'}"));
        assertThat(sender.send(only(alone, PERSON), PERSON)).isEqualTo(new Outcome.Refused("refused 400"));
    }

    // ---- signs

    @Test
    void a_private_chat_sees_typing_then_the_words_as_a_draft() throws InterruptedException {
        sender.show(new Sign("turn-1", 1, ""), PERSON);
        sender.show(new Sign("turn-1", 1, "**Size"), PERSON);
        sender.show(new Sign("turn-1", 1, "**Size** 39"), PERSON);

        var requests = telegram.requests();
        assertThat(requests)
                .extracting(request -> request.path().replaceFirst(".*/", ""))
                .containsExactly("sendChatAction", "sendMessageDraft", "sendMessageDraft");
        assertThat(requests.getFirst().body()).isEqualTo(json("{'action':'typing','chat_id':4711}"));
        assertThat(requests.getLast().body().path("text").asString()).isEqualTo("<b>Size</b> 39");
        assertThat(requests.getLast().body().path("draft_id").asInt())
                .isPositive()
                .isEqualTo(requests.get(1).body().path("draft_id").asInt());
    }

    @Test
    void a_group_sees_typing_in_its_topic() throws InterruptedException {
        var topic = BotApi.to("-100200", "17");

        sender.show(new Sign("turn-1", 1, "words"), topic);

        assertThat(sender.streams(topic)).isFalse();
        assertThat(telegram.requests().getFirst().body())
                .isEqualTo(json("{'action':'typing','chat_id':-100200,'message_thread_id':17}"));
    }

    @Test
    void a_draft_of_a_long_answer_shows_the_message_being_written() throws InterruptedException {
        sender.show(new Sign("turn-1", 1, "word ".repeat(1000) + "end"), PERSON);

        var text = telegram.requests().getFirst().body().path("text").asString();
        assertThat(text).endsWith("end");
        assertThat(text.length()).isLessThanOrEqualTo(4096);
    }

    // ---- limits

    @Test
    void no_window_holds_more_than_telegram_allows() {
        assertThat(sender.limits(PERSON))
                .containsExactly(
                        new Limit(Scope.ACCOUNT, 25, Duration.ofSeconds(1), 5),
                        new Limit(Scope.CLIENT, 1, Duration.ofSeconds(1), 2));
        assertThat(sender.limits(GROUP))
                .containsExactly(
                        new Limit(Scope.ACCOUNT, 25, Duration.ofSeconds(1), 5),
                        new Limit(Scope.CLIENT, 1, Duration.ofSeconds(1), 1),
                        new Limit(Scope.CLIENT, 17, Duration.ofMinutes(1), 3));
    }

    @Test
    void an_account_may_have_limits_of_its_own() {
        var account = new Account(
                "shoes",
                "shoes-telegram",
                "telegram",
                json("{'limits':{'messages-per-second':1000,'messages-per-second-in-chat':2,"
                        + "'messages-per-minute-in-group':1}}"));
        var group = new Addressee(account, account.client("-5", null), "-5", Map.of());

        assertThat(sender.limits(group)).extracting(Limit::messages).containsExactly(995, 2, 1);
        assertThat(sender.limits(group)).extracting(Limit::burst).containsExactly(5, 1, 1);
    }

    // ---- the token

    @Test
    void the_token_is_told_to_nobody() throws InterruptedException {
        var unreachable =
                new TelegramSender(new TelegramApi(new ProviderApi(Duration.ofMillis(200)), "http://localhost:1/base"));

        var outcome = unreachable.send(only(agent("hi").build(), PERSON), PERSON);

        assertThat(outcome.toString() + PERSON).doesNotContain("s3cr3t");
    }

    private Outcome send(String text, Addressee to) throws InterruptedException {
        return sender.send(only(agent(text).build(), to), to);
    }

    private Piece only(AgentReply entry, Addressee to) {
        var pieces = sender.pieces(entry, to);
        assertThat(pieces).isNotEmpty();
        return pieces.getFirst();
    }

    private static AgentReply.Builder agent(String content) {
        return AgentReply.newBuilder()
                .setReplyId("r1")
                .setClientId("shoes:shoes-telegram:4711")
                .setTenant("shoes")
                .setChannel("telegram")
                .setChannelAccount("shoes-telegram")
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent(content)
                .setCreatedAt(Instant.parse("2026-05-04T10:00:00Z"));
    }

    private static String error(int status, String description) {
        return "{\"ok\":false,\"error_code\":" + status + ",\"description\":\"" + description + "\"}";
    }

    private static String tooMany(int seconds) {
        return "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after " + seconds
                + "\",\"parameters\":{\"retry_after\":" + seconds + "}}";
    }

    private static JsonNode json(String text) {
        return BotApi.JSON.readTree(text.replace('\'', '"'));
    }
}
