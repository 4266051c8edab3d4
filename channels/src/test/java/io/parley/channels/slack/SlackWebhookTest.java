package io.parley.channels.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Reply;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SlackWebhookTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Account ACCOUNT = new Account(
            "shoes", "shoes-slack", "slack", JSON.readTree("{\"signing-secret\": \"test_signing_secret\"}"));
    // The example of Slack's documentation on verifying requests, with another secret and body.
    private static final String SIGNED = "{\"type\":\"event_callback\",\"event_id\":\"Ev1\"}";
    private static final String SIGNATURE = "v0=071912142071554c4c25953d311bfa06d74fbbb21b05f39e29817e3a1ef9f141";
    private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);

    private final SlackWebhook webhook = new SlackWebhook();

    @Test
    void a_signature_holds_for_this_body_this_secret_and_five_minutes() {
        assertThat(webhook.isAuthentic(call(SIGNED, SIGNATURE, THEN), ACCOUNT)).isTrue();
        assertThat(webhook.isAuthentic(call(SIGNED, SIGNATURE, THEN.plusSeconds(300)), ACCOUNT))
                .isTrue();
        assertThat(webhook.isAuthentic(call(SIGNED, SIGNATURE, THEN.plusSeconds(301)), ACCOUNT))
                .isFalse();
        assertThat(webhook.isAuthentic(call(SIGNED, SIGNATURE, THEN.minusSeconds(301)), ACCOUNT))
                .isFalse();
        assertThat(webhook.isAuthentic(call(SIGNED + " ", SIGNATURE, THEN), ACCOUNT))
                .isFalse();
        assertThat(webhook.isAuthentic(call(SIGNED, "", THEN), ACCOUNT)).isFalse();
        var noSecret = new Account("shoes", "shoes-slack", "slack", JSON.readTree("{}"));
        assertThat(webhook.isAuthentic(call(SIGNED, SIGNATURE, THEN), noSecret)).isFalse();
    }

    @Test
    void the_check_of_the_url_is_answered_with_its_challenge() {
        var body = JSON.readTree("{\"type\": \"url_verification\", \"token\": \"x\", \"challenge\": \"abc\"}");
        assertThat(webhook.answer(body, ACCOUNT)).contains(Reply.text(200, "abc"));
        assertThat(webhook.answer(JSON.readTree(SIGNED), ACCOUNT)).isEmpty();
    }

    @Test
    void a_direct_message_is_one_conversation() {
        var said =
                incoming(message("D1", "im", "ts", "1700000000.000100", "text", "a &lt;b&gt; &amp; <https://x.y|c>"));
        assertThat(client(said)).isEqualTo("D1/null");
        var record = said.draft();
        assertThat(record.getProviderEventId()).isEqualTo("D1:1700000000.000100");
        assertThat(record.getText()).contains("a <b> & c https://x.y");
        assertThat(record.getOccurredAt()).isEqualTo(THEN);
    }

    @Test
    void a_post_in_a_channel_begins_a_thread_and_a_reply_is_in_it() {
        assertThat(client(incoming(message("C1", "channel", "ts", "17.1", "text", "hi"))))
                .isEqualTo("C1/17.1");
        assertThat(client(incoming(message("C1", "channel", "ts", "18.2", "text", "hi", "thread_ts", "17.1"))))
                .isEqualTo("C1/17.1");
        assertThat(client(incoming(message("D1", "im", "ts", "18.2", "text", "hi", "thread_ts", "17.1"))))
                .isEqualTo("D1/17.1");
    }

    @Test
    void a_mention_is_the_same_event_as_its_message() {
        var message = incoming(message("C1", "channel", "ts", "17.1", "text", "<@UBOT> hi"));
        var mention = incoming(event("type", "app_mention", "channel", "C1", "ts", "17.1", "text", "<@UBOT> hi"));
        assertThat(mention.draft().getProviderEventId())
                .isEqualTo(message.draft().getProviderEventId());
        assertThat(mention.draft().getText()).contains("hi");
    }

    @Test
    void what_bots_say_and_what_was_changed_is_no_message() {
        assertThat(events(message("C1", "channel", "ts", "1.1", "text", "x", "bot_id", "B1")))
                .isEmpty();
        assertThat(events(message("C1", "channel", "ts", "1.1", "subtype", "message_changed")))
                .isEmpty();
        assertThat(events(message("C1", "channel", "ts", "1.1", "subtype", "channel_join")))
                .isEmpty();
        assertThat(events(message("C1", "channel", "ts", "1.1", "text", "x", "subtype", "thread_broadcast")))
                .hasSize(1);
    }

    @Test
    void a_click_carries_the_buttons_id_into_the_same_conversation() {
        var body = """
                {"type": "block_actions", "user": {"id": "U1"}, "channel": {"id": "C1"},
                 "message": {"ts": "19.3", "thread_ts": "17.1"}, "surprise": [1],
                 "actions": [{"type": "button", "action_id": "yes", "value": "42", "action_ts": "20.4",
                              "text": {"type": "plain_text", "text": "Sí"}}]}""";
        var form = call("payload=" + URLEncoder.encode(body, UTF_8), "", THEN, "application/x-www-form-urlencoded");
        var click = (Event.Incoming)
                webhook.events(webhook.json(form, JSON::readTree), ACCOUNT).getFirst();
        assertThat(client(click)).isEqualTo("C1/17.1");
        assertThat(click.draft().getButtonId()).contains("42");
        assertThat(click.draft().getText()).contains("Sí");
        assertThat(click.draft().getProviderEventId()).isEqualTo("U1:19.3:20.4");
        assertThat(click.draft().getRefersTo()).contains("C1:19.3");
    }

    @Test
    void what_it_does_not_know_is_noticed() {
        assertThat(events(event("type", "team_join"))).containsExactly(Event.Notice.unknown("team_join"));
        assertThat(webhook.events(JSON.readTree("{\"type\": \"app_rate_limited\"}"), ACCOUNT))
                .containsExactly(Event.Notice.unknown("app_rate_limited"));
    }

    @Test
    void no_damage_makes_it_fail() {
        var random = new Random(42);
        var whole = message("C1", "channel", "ts", "1700000000.000100", "text", "hello", "thread_ts", "1.1");
        for (int i = 0; i < 500; i++) {
            var damaged = whole.deepCopy();
            var event = (ObjectNode) damaged.path("event");
            var names = List.copyOf(event.propertyNames());
            var name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> event.remove(name);
                case 1 -> event.put(name, random.nextInt());
                case 2 -> event.putNull(name);
                default -> event.putArray(name).add("x");
            }
            assertThat(events(damaged)).hasSizeLessThan(2);
        }
    }

    private List<Event> events(JsonNode body) {
        return webhook.events(body, ACCOUNT);
    }

    private Event.Incoming incoming(JsonNode body) {
        return (Event.Incoming) events(body).getFirst();
    }

    private static String client(Event.Incoming said) {
        return said.person().ids().getFirst() + "/" + said.person().thread();
    }

    private static ObjectNode message(String channel, String type, String... fields) {
        var body = event(fields);
        ((ObjectNode) body.path("event"))
                .put("type", "message")
                .put("channel", channel)
                .put("channel_type", type)
                .put("user", "U1");
        return body;
    }

    private static ObjectNode event(String... fields) {
        var body = JSON.createObjectNode().put("type", "event_callback").put("event_id", "Ev1");
        var event = body.putObject("event");
        for (int i = 0; i < fields.length; i += 2) {
            event.put(fields[i], fields[i + 1]);
        }
        return body;
    }

    private static Call call(String body, String signature, Instant at) {
        return call(body, signature, at, "application/json");
    }

    private static Call call(String body, String signature, Instant at, String type) {
        var headers = Map.of(
                "x-slack-request-timestamp", "1700000000",
                "x-slack-signature", signature,
                "content-type", type);
        return new Call(Map.of(), headers, body.getBytes(UTF_8), at);
    }
}
