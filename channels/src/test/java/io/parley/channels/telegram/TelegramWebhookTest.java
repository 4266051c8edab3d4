package io.parley.channels.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TelegramWebhookTest {

    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANA =
            "\"from\":{\"id\":4711,\"is_bot\":false,\"first_name\":\"Ana\",\"last_name\":\"Ruiz\"}";
    private static final String PRIVATE = "\"chat\":{\"id\":4711,\"type\":\"private\",\"first_name\":\"Ana\"}";
    private static final String GROUP = "\"chat\":{\"id\":-100200,\"type\":\"supergroup\",\"title\":\"Runners\"}";
    private static final String HEAD = "\"message_id\":88,\"date\":1777888800," + ANA + "," + PRIVATE;

    private final TelegramWebhook webhook = new TelegramWebhook(Clock.fixed(NOW, ZoneOffset.UTC));

    // ---- who sent it

    @Test
    void only_the_secret_of_the_account_is_authentic() {
        var account = account("{\"webhook-secret\":\"s3cret\"}");

        assertThat(webhook.isAuthentic(call("s3cret"), account)).isTrue();
        assertThat(webhook.isAuthentic(call("s3creT"), account)).isFalse();
        assertThat(webhook.isAuthentic(call(""), account)).isFalse();
        assertThat(webhook.isAuthentic(call(null), account)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"webhook-secret\":\"\"}", "{\"webhook-secret\":null}"})
    void an_account_without_a_secret_believes_nobody(String settings) {
        assertThat(webhook.isAuthentic(call(""), account(settings))).isFalse();
        assertThat(webhook.isAuthentic(call(null), account(settings))).isFalse();
        assertThat(webhook.isAuthentic(call("null"), account(settings))).isFalse();
    }

    // ---- words

    @Test
    void a_text_becomes_a_message_of_its_chat() {
        var event = message(HEAD + ",\"text\":\"hola\"");

        assertThat(event.person().ids()).containsExactly("4711");
        assertThat(event.person().thread()).isNull();
        var record = event.draft();
        assertThat(record.getKind()).isEqualTo(IncomingKind.MESSAGE);
        assertThat(record.getProviderEventId()).isEqualTo("900");
        assertThat(record.getText()).isEqualTo("hola");
        assertThat(record.getUserName()).isEqualTo("Ana Ruiz");
        assertThat(record.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1777888800));
        assertThat(record.getAttributes()).containsExactly(Map.entry(Event.MESSAGE_ID, "88"));
        assertThat(event.raw().path("update_id").asInt()).isEqualTo(900);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/start         | start | -",
                "/start ref_42  | start | ref_42",
                "/start@ShoeBot ref-42 | start | ref-42",
                "/start two words | start | -",
                "/help me       | help  | -",
                "say /start x   | -     | -",
                "/ nothing      | -     | -",
            })
    void a_command_is_told_with_its_deep_link(String text, String command, String deepLink) {
        var record = message(HEAD + ",\"text\":\"" + text + "\"").draft();

        assertThat(record.getText()).isEqualTo(text);
        assertThat(record.getAttributes().get("command")).isEqualTo(command);
        assertThat(record.getAttributes().get("deep_link")).isEqualTo(deepLink);
    }

    @Test
    void a_reply_refers_to_its_message_and_quotes_it() {
        var record = message(HEAD + ",\"text\":\"that one\",\"quote\":{\"text\":\"red\",\"position\":0},"
                        + "\"reply_to_message\":{\"message_id\":80,\"text\":\"red or blue\"}")
                .draft();

        assertThat(record.getRefersTo()).isEqualTo("80");
        assertThat(record.getAttributes()).containsEntry(Event.QUOTED, "red");
    }

    @Test
    void a_quote_is_cut_between_characters() {
        var record = message(HEAD + ",\"text\":\"x\",\"reply_to_message\":{\"message_id\":80,\"text\":\""
                        + "👟".repeat(600) + "\"}")
                .draft();

        assertThat(record.getAttributes()).containsEntry(Event.QUOTED, "👟".repeat(500));
    }

    @Test
    void what_is_forwarded_says_so() {
        var record = message(HEAD + ",\"text\":\"news\",\"forward_origin\":{\"type\":\"hidden_user\"}")
                .draft();

        assertThat(record.getAttributes()).containsEntry(Event.FORWARDED, "true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"poll\":{\"question\":\"Size?\",\"options\":[{\"text\":\"38\"},{\"text\":\"39\"}]} | Size?\\n• 38\\n• 39",
                "\"dice\":{\"emoji\":\"🎲\",\"value\":4} | 🎲 4",
                "\"web_app_data\":{\"data\":\"{}\",\"button_text\":\"Order\"} | Order",
                "\"checklist\":{\"title\":\"x\"} | [checklist]",
                "\"photo\":[],\"caption\":\"only words\" | only words",
            })
    void what_has_no_text_is_put_into_words(String content, String text) {
        assertThat(message(HEAD + "," + content).draft().getText()).isEqualTo(text.replace("\\n", "\n"));
    }

    // ---- media

    @Test
    void a_photo_comes_in_its_largest_size_with_its_caption() {
        var record = message(HEAD + ",\"caption\":\"these?\",\"media_group_id\":\"g1\",\"photo\":["
                        + "{\"file_id\":\"small\",\"width\":90,\"height\":67,\"file_size\":1000},"
                        + "{\"file_id\":\"large\",\"width\":1280,\"height\":960,\"file_size\":90000}]")
                .draft();

        assertThat(record.getText()).isEqualTo("these?");
        assertThat(record.getAlbumId()).isEqualTo("g1");
        assertThat(record.getAttachments())
                .containsExactly(attachment("image", "large", "image/jpeg")
                        .setSizeBytes(90000L)
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"voice\":{\"file_id\":\"f\",\"duration\":3} | voice | audio/ogg",
                "\"voice\":{\"file_id\":\"f\",\"mime_type\":\"audio/ogg; codecs=opus\"} | voice | audio/ogg",
                "\"audio\":{\"file_id\":\"f\",\"mime_type\":\"audio/mp4\"} | audio | audio/mp4",
                "\"video\":{\"file_id\":\"f\"} | video | video/mp4",
                "\"video_note\":{\"file_id\":\"f\",\"length\":240} | video | video/mp4",
                "\"animation\":{\"file_id\":\"f\"},\"document\":{\"file_id\":\"other\"} | video | video/mp4",
                "\"document\":{\"file_id\":\"f\",\"mime_type\":\"application/pdf\"} | document | application/pdf",
            })
    void a_file_is_one_attachment(String content, String kind, String mediaType) {
        assertThat(message(HEAD + "," + content).draft().getAttachments())
                .containsExactly(attachment(kind, "f", mediaType).build());
    }

    @ParameterizedTest
    @CsvSource({"false,false,image/webp", "true,false,application/x-tgsticker", "false,true,video/webm"})
    void a_sticker_is_its_emoji(boolean animated, boolean video, String mediaType) {
        var record = message(HEAD + ",\"sticker\":{\"file_id\":\"f\",\"emoji\":\"👍\",\"is_animated\":" + animated
                        + ",\"is_video\":" + video + "}")
                .draft();

        assertThat(record.getAttachments())
                .containsExactly(
                        attachment("sticker", "f", mediaType).setText("👍").build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"location\":{\"latitude\":-34.6,\"longitude\":-58.38} | location | -34.6, -58.38",
                "\"location\":{\"latitude\":-34.6,\"longitude\":-58.38},\"venue\":{\"location\":{\"latitude\":1,"
                        + "\"longitude\":2},\"title\":\"Shop\",\"address\":\"Main St\"} | location | Shop, Main St, -34.6, -58.38",
                "\"contact\":{\"phone_number\":\"+1555\",\"first_name\":\"Bo\",\"last_name\":\"Li\"} | contact | Bo, Li, +1555",
            })
    void places_and_people_are_told_in_words(String content, String kind, String words) {
        var attachment = message(HEAD + "," + content).draft().getAttachments().getFirst();

        assertThat(attachment.getKind()).isEqualTo(kind);
        assertThat(attachment.getText()).contains(words);
    }

    // ---- groups, topics, people

    @Test
    void in_a_group_the_group_is_the_client_and_the_person_speaks() {
        var event = message("\"message_id\":9,\"date\":1777888800," + ANA + "," + GROUP + ",\"text\":\"hi\"");

        assertThat(event.person().ids()).containsExactly("-100200");
        assertThat(event.draft().getUserName()).isEqualTo("Ana Ruiz");
    }

    @Test
    void an_anonymous_administrator_speaks_as_the_group() {
        var event = message(
                "\"message_id\":9,\"date\":1777888800," + GROUP + ",\"text\":\"hi\",\"sender_chat\":{\"id\":-100200,"
                        + "\"title\":\"Runners\"},\"from\":{\"id\":1087968824,\"is_bot\":true,\"first_name\":\"Group\"}");

        assertThat(event.draft().getUserName()).isEqualTo("Runners");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "\"is_topic_message\":true,\"message_thread_id\":17 | 17",
                "\"is_topic_message\":true,\"message_thread_id\":1  | -",
                "\"message_thread_id\":17                           | -",
                "\"is_topic_message\":true                          | -",
            })
    void only_a_forum_topic_is_a_conversation_of_its_own(String fields, String thread) {
        assertThat(message(HEAD + ",\"text\":\"hi\"," + fields).person().thread())
                .isEqualTo(thread);
    }

    @Test
    void writing_in_a_topic_is_no_reply_to_what_opened_it() {
        var record = message(HEAD + ",\"text\":\"hi\",\"is_topic_message\":true,\"message_thread_id\":17,"
                        + "\"reply_to_message\":{\"message_id\":17,\"forum_topic_created\":{\"name\":\"Returns\"}}")
                .draft();

        assertThat(record.getRefersTo()).isNull();
    }

    @Test
    void a_group_that_becomes_a_supergroup_has_moved() {
        var events = events("\"message\":{\"message_id\":16,\"date\":1777888800," + ANA
                + ",\"chat\":{\"id\":-599,\"type\":\"group\"},\"migrate_to_chat_id\":-100599}");

        assertThat(events).singleElement().isInstanceOfSatisfying(Event.Moved.class, moved -> {
            assertThat(moved.person().ids()).containsExactly("-599");
            assertThat(moved.now()).isEqualTo("-100599");
            assertThat(moved.eventId()).isEqualTo("900");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"migrate_from_chat_id\":-599",
                "\"pinned_message\":{\"message_id\":3,\"text\":\"rules\"}",
                "\"new_chat_members\":[{\"id\":1,\"first_name\":\"Bo\"}]",
                "\"forum_topic_created\":{\"name\":\"Returns\"}",
                "\"text\":\"from a bot\",\"from\":{\"id\":5,\"is_bot\":true,\"first_name\":\"B\"}",
                "\"text\":\"from the linked channel\",\"is_automatic_forward\":true",
            })
    void nobody_is_answered_who_has_said_nothing(String content) {
        assertThat(events("\"message\":{\"message_id\":9,\"date\":1777888800," + GROUP + "," + content + "}"))
                .isEmpty();
    }

    // ---- what is not a message

    @Test
    void an_edit_names_the_message_it_changes() {
        var event = incoming("\"edited_message\":{" + HEAD + ",\"edit_date\":1777888860,\"text\":\"size 39\"}");

        assertThat(event.draft().getKind()).isEqualTo(IncomingKind.EDIT);
        assertThat(event.draft().getRefersTo()).isEqualTo("88");
        assertThat(event.draft().getText()).isEqualTo("size 39");
        assertThat(event.draft().getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1777888860));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "[]                             | [{\"type\":\"emoji\",\"emoji\":\"👍\"}] | 👍",
                "[{\"type\":\"emoji\",\"emoji\":\"👍\"}] | [{\"type\":\"emoji\",\"emoji\":\"🔥\"}] | 🔥",
                "[{\"type\":\"emoji\",\"emoji\":\"👍\"}] | []                             | -",
                "[]                             | [{\"type\":\"paid\"}]            | paid",
            })
    void a_reaction_is_what_is_new_of_it(String before, String after, String emoji) {
        var record = incoming("\"message_reaction\":{" + PRIVATE + ",\"message_id\":80,\"date\":1777888800,\"user\":{"
                        + "\"id\":4711,\"first_name\":\"Ana\"},\"old_reaction\":" + before + ",\"new_reaction\":"
                        + after + "}")
                .draft();

        assertThat(record.getKind()).isEqualTo(IncomingKind.REACTION);
        assertThat(record.getRefersTo()).isEqualTo("80");
        assertThat(record.getEmoji()).isEqualTo(emoji);
        assertThat(record.getUserName()).isEqualTo("Ana");
    }

    @Test
    void a_reaction_that_stays_is_nothing() {
        assertThat(events("\"message_reaction\":{" + PRIVATE + ",\"message_id\":80,"
                        + "\"old_reaction\":[{\"emoji\":\"👍\"}],\"new_reaction\":[{\"emoji\":\"👍\"}]}"))
                .isEmpty();
    }

    @Test
    void a_pressed_button_is_a_message_in_the_words_of_its_title() {
        var event = incoming("\"callback_query\":{\"id\":\"cb-1\"," + ANA
                + ",\"data\":\"size:39\",\"message\":{\"message_id\":80,"
                + "\"date\":1777000000," + PRIVATE + ",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"38\","
                + "\"callback_data\":\"size:38\"}],[{\"text\":\"39\",\"callback_data\":\"size:39\"}]]}}}");

        assertThat(event.person().ids()).containsExactly("4711");
        assertThat(event.draft().getKind()).isEqualTo(IncomingKind.MESSAGE);
        assertThat(event.draft().getButtonId()).isEqualTo("size:39");
        assertThat(event.draft().getText()).isEqualTo("39");
        assertThat(event.draft().getRefersTo()).isEqualTo("80");
        assertThat(event.draft().getOccurredAt()).isEqualTo(NOW);
    }

    @Test
    void a_button_on_a_message_that_is_gone_still_counts() {
        var event = incoming("\"callback_query\":{\"id\":\"cb-1\"," + ANA + ",\"data\":\"yes\","
                + "\"message\":{\"message_id\":80,\"date\":0," + PRIVATE + "}}");

        assertThat(event.draft().getButtonId()).isEqualTo("yes");
        assertThat(event.draft().getText()).isEqualTo("yes");
    }

    @Test
    void the_answer_to_a_pressed_button_ends_its_waiting_sign() {
        var pressed = IncomingMessage.newBuilder(written())
                .setAttributes(Map.of(Update.CALLBACK_ID, "cb-1"))
                .build();

        var reply = webhook.accepted(List.of(pressed));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.mediaType()).isEqualTo("application/json");
        assertThat(JSON.readTree(reply.body()))
                .isEqualTo(JSON.readTree("{\"method\":\"answerCallbackQuery\",\"callback_query_id\":\"cb-1\"}"));
        assertThat(webhook.accepted(List.of(written())).body()).isEmpty();
        assertThat(webhook.accepted(List.of()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "private,member,kicked,blocked-by-client",
        "private,kicked,member,unblocked-by-client",
        "supergroup,left,member,added-to-group",
        "supergroup,administrator,left,removed-from-group",
        "group,member,kicked,removed-from-group",
    })
    void who_lets_the_bot_in_or_out_is_told_to_operators(String type, String before, String now, String event) {
        var events = events(
                "\"my_chat_member\":{\"chat\":{\"id\":5,\"type\":\"" + type + "\"},\"old_chat_member\":{\"status\":\""
                        + before + "\"},\"new_chat_member\":{\"status\":\"" + now + "\"}}");

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Notice.class, notice -> assertThat(notice.event()).isEqualTo(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"channel_post\":{\"message_id\":1,\"chat\":{\"id\":-1}} | channel_post",
                "\"inline_query\":{\"id\":\"1\"}                          | inline_query",
                "\"poll\":{\"id\":\"1\"}                                  | poll",
                "\"business_message\":{\"message_id\":1}                  | business_message",
                "\"callback_query\":{\"id\":\"1\",\"game_short_name\":\"g\",\"inline_message_id\":\"2\"} | callback_query",
                "\"message\":{" + HEAD + ",\"some_new_content\":{}}       | message",
                "\"something_new\":{}                                     | something_new",
                "\"No Name!\":{}                                          | none",
            })
    void what_is_unknown_is_said_and_not_asked_for_again(String content, String type) {
        assertThat(events(content)).containsExactly(Event.Notice.unknown(type));
    }

    @Test
    void whatever_is_missing_or_odd_never_fails() {
        var random = new Random(SEED);
        for (var sample : SAMPLES) {
            for (int i = 0; i < 400; i++) {
                var update = JSON.readTree("{\"update_id\":900," + sample + "}");
                IntStream.rangeClosed(0, random.nextInt(3)).forEach(n -> disturb(update, random));
                assertThatCode(() -> webhook.events(update, account("{}")).forEach(TelegramWebhookTest::complete))
                        .as("seed %d: %s", SEED, update)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static final long SEED = 20260504L;

    private static final List<String> SAMPLES = List.of(
            "\"message\":{" + HEAD + ",\"text\":\"/start x\",\"is_topic_message\":true,\"message_thread_id\":17,"
                    + "\"reply_to_message\":{\"message_id\":8,\"text\":\"q\"},\"quote\":{\"text\":\"q\"}}",
            "\"message\":{" + HEAD + ",\"photo\":[{\"file_id\":\"f\",\"width\":9,\"height\":9}],\"caption\":\"c\"}",
            "\"message\":{" + HEAD
                    + ",\"sticker\":{\"file_id\":\"f\",\"emoji\":\"x\",\"is_video\":true,\"file_size\":5}}",
            "\"message\":{" + HEAD + ",\"venue\":{\"location\":{\"latitude\":1.5,\"longitude\":2.5},\"title\":\"t\"}}",
            "\"message\":{" + HEAD + ",\"poll\":{\"question\":\"q\",\"options\":[{\"text\":\"a\"}]}}",
            "\"message\":{" + HEAD + ",\"contact\":{\"phone_number\":\"1\",\"first_name\":\"b\"}}",
            "\"message\":{" + HEAD + ",\"migrate_to_chat_id\":-5}",
            "\"edited_message\":{" + HEAD + ",\"edit_date\":1777888860,\"text\":\"t\"}",
            "\"callback_query\":{\"id\":\"c\"," + ANA + ",\"data\":\"d\",\"message\":{" + HEAD
                    + ",\"reply_markup\":{\"inline_keyboard\":[[{\"text\":\"t\",\"callback_data\":\"d\"}]]}}}",
            "\"message_reaction\":{" + PRIVATE
                    + ",\"message_id\":8,\"old_reaction\":[],\"new_reaction\":[{\"emoji\":\"x\"}]}",
            "\"my_chat_member\":{" + PRIVATE + ",\"old_chat_member\":{\"status\":\"left\"},"
                    + "\"new_chat_member\":{\"status\":\"member\"}}");

    private static final List<JsonNode> ODD = List.of(
            JSON.readTree("null"),
            JSON.readTree("true"),
            JSON.readTree("-1"),
            JSON.readTree("1.5e300"),
            JSON.readTree("999999999999999999"),
            JSON.readTree("123456789012345678901234567890"),
            JSON.readTree("\"\""),
            JSON.readTree("\"\\ud83d\\u0000x\""),
            JSON.readTree("[]"),
            JSON.readTree("[[{}],3,null]"),
            JSON.readTree("{}"));

    /// Removes or replaces one node somewhere.
    private static void disturb(JsonNode root, Random random) {
        var places = new ArrayList<Runnable>();
        collect(root, places, random);
        if (!places.isEmpty()) {
            places.get(random.nextInt(places.size())).run();
        }
    }

    private static void collect(JsonNode node, List<Runnable> places, Random random) {
        var odd = ODD.get(random.nextInt(ODD.size())).deepCopy();
        if (node instanceof ObjectNode object) {
            object.propertyNames().forEach(name -> {
                places.add(() -> object.remove(name));
                places.add(() -> object.set(name, odd));
            });
        }
        if (node instanceof ArrayNode array) {
            IntStream.range(0, array.size()).forEach(index -> places.add(() -> array.set(index, odd)));
        }
        node.valueStream().forEach(child -> collect(child, places, random));
    }

    /// As the frame would: a draft that can't be built is a failure, too.
    private static void complete(Event event) {
        if (event instanceof Event.Incoming incoming) {
            complete(incoming.draft());
        }
    }

    private static IncomingMessage complete(IncomingMessage.Builder draft) {
        return draft.setMessageId("m")
                .setClientId("t:a:1")
                .setTenant("t")
                .setChannel("telegram")
                .setChannelAccount("a")
                .build();
    }

    private static IncomingMessage written() {
        return complete(Event.draft(IncomingKind.MESSAGE, "900", NOW));
    }

    private Event.Incoming message(String content) {
        return incoming("\"message\":{" + content + "}");
    }

    private Event.Incoming incoming(String content) {
        var events = events(content);
        assertThat(events).singleElement().isInstanceOf(Event.Incoming.class);
        return (Event.Incoming) events.getFirst();
    }

    private List<Event> events(String content) {
        return webhook.events(JSON.readTree("{\"update_id\":900," + content + "}"), account("{}"));
    }

    private static Attachment.Builder attachment(String kind, String reference, String mediaType) {
        return Attachment.newBuilder().setKind(kind).setReference(reference).setMediaType(mediaType);
    }

    private static Account account(String settings) {
        return new Account("shoes", "shoes-telegram", "telegram", JSON.readTree(settings));
    }

    private static Call call(@Nullable String secret) {
        var headers = secret == null ? Map.<String, String>of() : Map.of("x-telegram-bot-api-secret-token", secret);
        return new Call(Map.of(), headers, "{}".getBytes(StandardCharsets.UTF_8), NOW);
    }
}
