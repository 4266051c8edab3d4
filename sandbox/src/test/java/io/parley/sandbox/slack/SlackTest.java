package io.parley.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress;
import io.parley.sandbox.Ingress.Reply;
import io.parley.sandbox.Json;
import io.parley.sandbox.Trial;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The rules of Slack, seen from outside.
class SlackTest {

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_direct_message_is_a_signed_event() throws Exception {
        var written = trial.says("work", "U1", "a < b");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.path()).isEqualTo("/webhooks/slack/work");
        var time = webhook.headers().getOrDefault("x-slack-request-timestamp", "");
        assertThat(webhook.headers()).containsEntry("x-slack-signature", signature(time, webhook.body()));
        var envelope = webhook.json();
        assertThat(envelope.path("type").asString()).isEqualTo("event_callback");
        assertThat(envelope.path("event_id").asString())
                .isEqualTo(written.path("event_id").asString());
        var event = envelope.path("event");
        assertThat(event.path("type").asString()).isEqualTo("message");
        assertThat(event.path("channel").asString()).isEqualTo("DU1");
        assertThat(event.path("channel_type").asString()).isEqualTo("im");
        assertThat(event.path("user").asString()).isEqualTo("U1");
        assertThat(event.path("text").asString()).isEqualTo("a &lt; b");
        assertThat(event.path("ts").asString()).matches("\\d{10}\\.\\d{6}");
    }

    private static String signature(String time, String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("test_signing_secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "v0="
                + HexFormat.of().formatHex(mac.doFinal(("v0:" + time + ":" + body).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_mention_in_a_channel_is_two_events_of_one_post() {
        trial.write("work", "C1", "{\"kind\":\"text\",\"text\":\"hello\",\"mention\":true,\"user\":\"U9\"}");

        var events = trial.webhooks(2).stream().map(Ingress.Received::json).toList();
        assertThat(events.stream().map(one -> one.path("event").path("type").asString()))
                .containsExactlyInAnyOrder("message", "app_mention");
        assertThat(events.stream().map(one -> one.path("event_id").asString()).distinct())
                .hasSize(2);
        assertThat(events.stream()
                        .map(one -> one.path("event").path("ts").asString())
                        .distinct())
                .hasSize(1);
        assertThat(events)
                .allSatisfy(one ->
                        assertThat(one.path("event").path("text").asString()).matches("<@U.+> hello"));
    }

    @Test
    void a_thread_a_file_an_edit_and_a_deletion_have_their_shapes() {
        var parent = trial.says("work", "C1", "first").path("message_id").asString();
        trial.write("work", "C1", "{\"kind\":\"text\",\"text\":\"in it\",\"thread\":\"" + parent + "\"}");
        trial.write("work", "C1", "{\"kind\":\"photo\",\"caption\":\"look\"}");
        trial.write("work", "C1", "{\"kind\":\"edit\",\"message_id\":\"" + parent + "\",\"text\":\"second\"}");
        trial.write("work", "C1", "{\"kind\":\"delete\",\"message_id\":\"" + parent + "\"}");

        var events =
                trial.webhooks(5).stream().map(one -> one.json().path("event")).toList();
        assertThat(events)
                .anyMatch(one -> one.path("thread_ts").asString("").equals(parent)
                        && one.path("text").asString("").equals("in it"));
        assertThat(events)
                .anyMatch(one -> one.path("subtype").asString("").equals("file_share")
                        && download(one.path("files").path(0), "xoxb-1") == 200
                        && download(one.path("files").path(0), "xoxb-other") == 403);
        assertThat(events)
                .anyMatch(one -> one.path("subtype").asString("").equals("message_changed")
                        && one.path("message").path("text").asString("").equals("second"));
        assertThat(events)
                .anyMatch(one -> one.path("subtype").asString("").equals("message_deleted")
                        && one.path("deleted_ts").asString("").equals(parent));
    }

    private int download(JsonNode file, String token) {
        return trial.send(HttpRequest.newBuilder(
                                URI.create(file.path("url_private").asString()))
                        .header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void a_failed_event_comes_three_times_more_and_says_why() {
        trial.control("PUT", "/settings", "{\"retry_scale\":0.001}");
        trial.ingress().answering(webhook -> Reply.of(500));

        trial.says("work", "U1", "hello");

        var webhooks = trial.webhooks(4);
        assertThat(webhooks.getFirst().headers()).doesNotContainKey("x-slack-retry-num");
        assertThat(webhooks.get(3).headers())
                .containsEntry("x-slack-retry-num", "3")
                .containsEntry("x-slack-retry-reason", "http_error");
        assertThat(webhooks.stream()
                        .map(one -> one.json().path("event_id").asString())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void an_answer_can_end_the_repetitions() {
        var times = new AtomicInteger();
        trial.control("PUT", "/settings", "{\"retry_scale\":0}");
        trial.ingress().answering(webhook -> {
            times.incrementAndGet();
            return new Reply(webhook.body().contains("\"first\"") ? 500 : 200, Map.of("X-Slack-No-Retry", "1"));
        });

        trial.says("work", "U1", "first");
        trial.webhooks(1);
        trial.says("work", "U1", "second");

        trial.webhooks(1, webhook -> webhook.body().contains("\"second\""));
        assertThat(times).hasValue(2);
    }

    @Test
    void a_message_is_posted_shown_and_recorded() {
        trial.says("work", "U1", "hello");

        var answer = Trial.json(post("{\"channel\":\"DU1\",\"text\":\"*hi* &amp; <https://a.example|here>\"}"));

        assertThat(answer.path("ok").asBoolean()).isTrue();
        assertThat(answer.path("channel").asString()).isEqualTo("DU1");
        var shown = trial.screen("work", "U1").path(1);
        assertThat(shown.path("message_id").asString())
                .isEqualTo(answer.path("ts").asString());
        assertThat(shown.path("text").asString()).isEqualTo("hi & here");
        assertThat(shown.path("formatted").asString())
                .isEqualTo("<b>hi</b> &amp; <a rel=\"noopener noreferrer\" target=\"_blank\" "
                        + "href=\"https://a.example\">here</a>");
        var call = trial.deliveries().path(0);
        assertThat(call.path("person").asString()).isEqualTo("U1");
        assertThat(call.path("method").asString()).isEqualTo("chat.postMessage");
        assertThat(call.path("delivered").asBoolean()).isTrue();
    }

    @Test
    void a_user_id_opens_the_direct_message_channel() {
        trial.says("work", "U1", "hello");

        assertThat(Trial.json(post("{\"channel\":\"U1\",\"text\":\"hi\"}"))
                        .path("channel")
                        .asString())
                .isEqualTo("DU1");
        assertThat(trial.screen("work", "U1")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"channel":"C404","text":"x"}                                      | channel_not_found
            {"text":"x"}                                                       | channel_not_found
            {"channel":"DU1"}                                                  | no_text
            {"channel":"DU1","text":" "}                                       | no_text
            {"channel":"DU1","text":"x","blocks":"nonsense"}                   | invalid_blocks
            {"channel":"DU1","text":"x","blocks":[{"type":"section"}]}         | invalid_blocks
            {"channel":"DU1","text":"x","blocks":[{"type":"actions","elements":[]}]} | invalid_blocks
            {"channel":"DU1","text":"x","markdown_text":"y"}                   | markdown_text_conflict
            """)
    void a_wrong_message_is_refused_with_status_200(String body, String error) {
        trial.says("work", "U1", "hello");

        var answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Trial.json(answer).path("ok").asBoolean()).isFalse();
        assertThat(Trial.json(answer).path("error").asString()).isEqualTo(error);
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "C1, blocked, not_in_channel",
        "U1, blocked, channel_not_found",
        "C1, archived, is_archived",
        "C1, restricted, restricted_action"
    })
    void what_a_channel_forbids_is_said(String person, String state, String error) {
        trial.says("work", person, "hello");
        trial.state("work", person, "{\"" + state + "\":true}");

        assertThat(Trial.json(post("{\"channel\":\"" + person + "\",\"text\":\"x\"}"))
                        .path("error")
                        .asString())
                .isEqualTo(error);
    }

    @Test
    void a_section_holds_3000_characters_and_an_action_block_25_buttons() {
        trial.says("work", "U1", "hello");

        assertThat(error(section("x".repeat(3000)))).isEmpty();
        assertThat(error(section("x".repeat(3001)))).isEqualTo("invalid_blocks");
        assertThat(error(actions(25))).isEmpty();
        assertThat(error(actions(26))).isEqualTo("invalid_blocks");
    }

    private String error(String block) {
        return Trial.json(post("{\"channel\":\"DU1\",\"text\":\"x\",\"blocks\":[" + block + "]}"))
                .path("error")
                .asString("");
    }

    private static String section(String text) {
        return "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"" + text + "\"}}";
    }

    private static String actions(int count) {
        var block = Json.object().put("type", "actions");
        IntStream.range(0, count)
                .forEach(i -> block.withArray("elements")
                        .addObject()
                        .put("type", "button")
                        .put("action_id", "b" + i)
                        .putObject("text")
                        .put("text", "B" + i));
        return block.toString();
    }

    @Test
    void more_than_40000_characters_are_cut_off() {
        trial.says("work", "U1", "hello");

        post("{\"channel\":\"DU1\",\"text\":\"" + "x".repeat(40_001) + "\"}");

        assertThat(trial.screen("work", "U1").path(1).path("text").asString()).hasSize(40_000);
    }

    @Test
    void a_wrong_token_and_none_are_told_apart() {
        assertThat(Trial.json(trial.post("/slack/api/chat.postMessage", "{}"))
                        .path("error")
                        .asString())
                .isEqualTo("not_authed");
        assertThat(Trial.json(trial.post("/slack/api/auth.test", "{}", "Authorization", "Bearer xoxb-0"))
                        .path("error")
                        .asString())
                .isEqualTo("invalid_auth");
        assertThat(Trial.json(trial.post("/slack/api/auth.test", "{}", "Authorization", "Bearer xoxb-1"))
                        .path("ok")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_channel_takes_a_burst_and_then_one_a_second() {
        trial.says("work", "U1", "hello");
        IntStream.range(0, 5)
                .forEach(i -> assertThat(
                                post("{\"channel\":\"DU1\",\"text\":\"x\"}").statusCode())
                        .isEqualTo(200));

        var refused = post("{\"channel\":\"DU1\",\"text\":\"x\"}");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(Trial.json(refused).path("error").asString()).isEqualTo("ratelimited");
        trial.pass(Duration.ofSeconds(1));
        assertThat(post("{\"channel\":\"DU1\",\"text\":\"x\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void a_workspace_takes_several_hundred_a_minute() {
        IntStream.range(0, 40).forEach(i -> trial.says("work", "U" + i, "hello"));

        var statuses = IntStream.range(0, 40)
                .map(i -> post("{\"channel\":\"DU" + i + "\",\"text\":\"x\"}").statusCode())
                .toArray();

        assertThat(statuses).startsWith(200, 200).endsWith(429, 429);
    }

    @Test
    void a_click_is_a_signed_form_and_comes_once() throws Exception {
        trial.says("work", "U1", "hello");
        trial.webhooks(1);
        var ts = Trial.json(post("{\"channel\":\"DU1\",\"text\":\"sure?\",\"blocks\":[" + section("sure?") + ","
                        + actions(1) + "]}"))
                .path("ts")
                .asString();

        trial.write("work", "U1", "{\"kind\":\"button\",\"message_id\":\"" + ts + "\",\"button_id\":\"b0\"}");

        var webhook = trial.webhooks(2).getLast();
        assertThat(webhook.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(webhook.headers())
                .containsEntry(
                        "x-slack-signature",
                        signature(webhook.headers().getOrDefault("x-slack-request-timestamp", ""), webhook.body()));
        var click = Json.MAPPER.readTree(
                URLDecoder.decode(webhook.body().substring("payload=".length()), StandardCharsets.UTF_8));
        assertThat(click.path("type").asString()).isEqualTo("block_actions");
        assertThat(click.path("message").path("ts").asString()).isEqualTo(ts);
        assertThat(click.path("actions").path(0).path("action_id").asString()).isEqualTo("b0");
    }

    @Test
    void a_thread_can_be_read_again() {
        var parent = trial.says("work", "C1", "question").path("message_id").asString();
        post("{\"channel\":\"C1\",\"text\":\"answer\",\"thread_ts\":\"" + parent + "\"}");
        post("{\"channel\":\"C1\",\"text\":\"elsewhere\"}");

        var thread = Trial.json(trial.send(HttpRequest.newBuilder(
                        URI.create(trial.url() + "/slack/api/conversations.replies?channel=C1&ts=" + parent))
                .header("Authorization", "Bearer xoxb-1")));

        assertThat(thread.path("messages")
                        .valueStream()
                        .map(one -> one.path("text").asString()))
                .containsExactly("question", "answer");
    }

    @Test
    void the_address_is_checked_with_a_challenge_that_is_signed_like_an_event() {
        var body = "{\"type\":\"url_verification\",\"token\":\"x\",\"challenge\":\"abc\"}";

        var reply = trial.control("POST", "/work/webhook?signature=right", body);
        trial.control("POST", "/work/webhook?signature=missing", body);

        assertThat(reply.path("status").asInt()).isEqualTo(200);
        assertThat(trial.ingress().received().getFirst().headers()).containsKey("x-slack-signature");
        assertThat(trial.ingress().received().getLast().headers()).doesNotContainKey("x-slack-signature");
    }

    private HttpResponse<String> post(String body) {
        return trial.post("/slack/api/chat.postMessage", body, "Authorization", "Bearer xoxb-1");
    }
}
