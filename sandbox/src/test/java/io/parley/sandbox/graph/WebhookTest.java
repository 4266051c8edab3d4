package io.parley.sandbox.graph;

import static io.parley.sandbox.graph.Business.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress;
import io.parley.sandbox.Ingress.Received;
import io.parley.sandbox.Trial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WebhookTest {

    private final Trial trial = new Trial();
    private final Business business = new Business(trial);

    @AfterEach
    void close() {
        trial.close();
    }

    private static JsonNode value(Received webhook) {
        return webhook.json().path("entry").path(0).path("changes").path(0).path("value");
    }

    private static JsonNode message(Received webhook) {
        return value(webhook).path("messages").path(0);
    }

    private List<JsonNode> messages(int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> trial.ingress().received().stream()
                                .flatMap(webhook -> webhook.json().path("entry").valueStream())
                                .flatMap(entry -> entry.path("changes").valueStream())
                                .flatMap(change ->
                                        change.path("value").path("messages").valueStream())
                                .toList(),
                        found -> found.size() >= count);
    }

    private JsonNode written(String act) {
        trial.write("wa", ANN, act);
        return message(trial.webhooks(1).getFirst());
    }

    private static String signature(String secret, String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_text_comes_signed_and_with_everything_that_names_the_person() throws Exception {
        var written = trial.write("wa", ANN, "{\"kind\":\"text\",\"text\":\"hola\",\"name\":\"Ann\"}");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.path()).isEqualTo("/webhooks/whatsapp/wa");
        assertThat(webhook.headers())
                .containsEntry("x-hub-signature-256", signature("wa-secret", webhook.body()))
                .containsEntry("content-type", "application/json");
        assertThat(webhook.json().path("object").asString()).isEqualTo("whatsapp_business_account");
        var value = value(webhook);
        assertThat(value.path("metadata").path("phone_number_id").asString()).isEqualTo("106400000000001");
        assertThat(value.path("metadata").path("display_phone_number").asString())
                .isEqualTo("15550001111");
        var contact = value.path("contacts").path(0);
        assertThat(contact.path("profile").path("name").asString()).isEqualTo("Ann");
        assertThat(contact.path("wa_id").asString()).isEqualTo(ANN);
        var message = message(webhook);
        assertThat(message.path("from").asString()).isEqualTo(ANN);
        assertThat(message.path("from_user_id").asString())
                .isEqualTo(contact.path("user_id").asString())
                .matches("AR\\.[0-9]{20}");
        assertThat(message.path("id").asString())
                .isEqualTo(written.path("message_id").asString());
        assertThat(message.path("timestamp").isString()).isTrue();
        assertThat(message.path("type").asString()).isEqualTo("text");
        assertThat(message.path("text").path("body").asString()).isEqualTo("hola");
    }

    @ParameterizedTest
    @CsvSource({"ascii,\\u00e4 a/b,false", "all,\\u00e4 a\\/b,false", "raw,ä a/b,true"})
    void what_is_sent_is_signed_however_it_is_escaped(String escapes, String text, boolean isRaw) throws Exception {
        trial.control("PUT", "/settings", "{\"escapes\": \"" + escapes + "\"}");

        trial.says("wa", ANN, "ä a/b");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.body()).contains(text);
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(webhook.body()))
                .isNotEqualTo(isRaw);
        assertThat(webhook.headers()).containsEntry("x-hub-signature-256", signature("wa-secret", webhook.body()));
        assertThat(message(webhook).path("text").path("body").asString()).isEqualTo("ä a/b");
    }

    @Test
    void a_hidden_number_is_nowhere() {
        trial.state("wa", ANN, "{\"phone_hidden\": true}");

        trial.says("wa", ANN, "guess who");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.body().substring(webhook.body().indexOf("contacts"))).doesNotContain("\"" + ANN);
        assertThat(message(webhook).has("from")).isFalse();
        assertThat(message(webhook).path("from_user_id").asString()).startsWith("AR.");
        assertThat(value(webhook).path("contacts").path(0).has("wa_id")).isFalse();
        assertThat(value(webhook).path("contacts").path(0).path("profile").has("username"))
                .isTrue();
    }

    @Test
    void an_answer_goes_to_the_business_scoped_id() {
        trial.state("wa", ANN, "{\"phone_hidden\": true}");
        trial.says("wa", ANN, "guess who");
        var id = message(trial.webhooks(1).getFirst()).path("from_user_id").asString();

        var answer = business.send(Business.text("", "hi").put("recipient", id));

        var body = Trial.json(answer);
        assertThat(body.path("contacts").path(0).path("user_id").asString()).isEqualTo(id);
        assertThat(body.path("contacts").path(0).has("wa_id")).isFalse();
        assertThat(trial.screen("wa", ANN).path(1).path("text").asString()).isEqualTo("hi");
        var status = trial.webhooks(2).getLast();
        assertThat(value(status).path("statuses").path(0).has("recipient_id")).isFalse();
        assertThat(value(status)
                        .path("statuses")
                        .path(0)
                        .path("recipient_user_id")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void an_authentication_template_needs_a_number() {
        trial.says("wa", ANN, "hello");
        var id = message(trial.webhooks(1).getFirst()).path("from_user_id").asString();
        var message = SendRulesTest.template("authentication_code");
        message.remove("to");

        assertThat(business.code(message.put("recipient", id))).isEqualTo(131062);
    }

    @Test
    void a_new_number_is_told_from_the_old_one_with_both_scoped_ids() {
        trial.says("wa", ANN, "hello");
        var before = message(trial.webhooks(1).getFirst()).path("from_user_id").asString();

        trial.state("wa", ANN, "{\"moved_to\": \"5491160000000\"}");

        var message = messages(2).getLast();
        assertThat(value(trial.webhooks(2).getLast()).has("contacts")).isFalse();
        assertThat(message.path("from").asString()).isEqualTo(ANN);
        assertThat(message.path("type").asString()).isEqualTo("system");
        var system = message.path("system");
        assertThat(system.path("type").asString()).isEqualTo("user_changed_number");
        assertThat(system.path("wa_id").asString()).isEqualTo("5491160000000");
        assertThat(system.path("previous_user_id").asString()).isEqualTo(before);
        assertThat(system.path("user_id").asString()).isNotEqualTo(before);
        business.sent(Business.text(ANN, "to the old one"));
        business.sent(Business.text("5491160000000", "to the new one"));
        assertThat(trial.screen("wa", ANN).path(1).path("text").asString()).isEqualTo("to the new one");
    }

    @Test
    void a_hidden_person_who_moves_changes_only_the_scoped_id() {
        trial.says("wa", ANN, "hello");

        trial.state("wa", ANN, "{\"phone_hidden\": true, \"moved_to\": \"5491160000000\"}");

        var message = messages(2).getLast();
        assertThat(message.path("system").path("type").asString()).isEqualTo("user_changed_user_id");
        assertThat(message.path("system").has("wa_id")).isFalse();
        assertThat(message.path("system").has("previous_user_id")).isTrue();
    }

    @Test
    void media_come_by_id_with_type_and_hash() {
        var voice = written("{\"kind\":\"voice\",\"sample\":true}");

        assertThat(voice.path("type").asString()).isEqualTo("audio");
        assertThat(voice.path("audio").path("voice").asBoolean()).isTrue();
        assertThat(voice.path("audio").path("mime_type").asString()).isEqualTo("audio/ogg; codecs=opus");
        assertThat(voice.path("audio").path("sha256").asString()).hasSize(44);
    }

    @ParameterizedTest
    @CsvSource({"photo,image", "video,video", "document,document", "sticker,sticker", "audio,audio"})
    void each_kind_of_file_has_its_own_object(String kind, String type) {
        var message = written("{\"kind\":\"" + kind + "\",\"sample\":true,\"caption\":\"look\"}");

        assertThat(message.path("type").asString()).isEqualTo(type);
        assertThat(message.path(type).path("id").asString()).isNotEmpty();
        assertThat(message.path(type).has("caption")).isEqualTo(!type.equals("audio") && !type.equals("sticker"));
    }

    @Test
    void an_album_is_several_messages_in_one_post() {
        trial.write("wa", ANN, "{\"kind\":\"album\",\"count\":5}");

        var changes = trial.webhooks(1).getFirst().json().path("entry").path(0).path("changes");
        assertThat(changes).hasSize(2);
        assertThat(changes.path(0).path("value").path("messages")).hasSize(3);
        assertThat(changes.path(0).path("value").path("contacts")).hasSize(1);
        assertThat(changes.path(1).path("value").path("messages")).hasSize(2);
        assertThat(trial.screen("wa", ANN)).hasSize(5);
    }

    @Test
    void a_location_and_a_contact() {
        assertThat(written("{\"kind\":\"location\",\"latitude\":1.5,\"longitude\":2,\"title\":\"Here\"}")
                        .path("location")
                        .path("name")
                        .asString())
                .isEqualTo("Here");
        trial.write("wa", ANN, "{\"kind\":\"contact\",\"phone_number\":\"+54 9\",\"first_name\":\"Bo\"}");
        var contact = messages(2).getLast().path("contacts").path(0);
        assertThat(contact.path("name").path("formatted_name").asString()).isEqualTo("Bo");
        assertThat(contact.path("phones").path(0).path("phone").asString()).isEqualTo("+549");
    }

    @Test
    void edits_deletions_and_reactions_name_the_message() {
        var said = trial.says("wa", ANN, "wrong").path("message_id").asString();
        trial.write("wa", ANN, "{\"kind\":\"edit\",\"message_id\":\"" + said + "\",\"text\":\"right\"}");
        var edit = messages(2).getLast().path("edit");
        assertThat(edit.path("original_message_id").asString()).isEqualTo(said);
        assertThat(edit.path("message").path("text").path("body").asString()).isEqualTo("right");
        assertThat(trial.screen("wa", ANN).path(0).path("edited").asBoolean()).isTrue();

        trial.write("wa", ANN, "{\"kind\":\"reaction\",\"message_id\":\"" + said + "\",\"emoji\":\"❤️\"}");
        assertThat(messages(3).getLast().path("reaction").path("emoji").asString())
                .isEqualTo("❤️");
        trial.write("wa", ANN, "{\"kind\":\"reaction\",\"message_id\":\"" + said + "\",\"emoji\":\"\"}");
        assertThat(messages(4).getLast().path("reaction").has("emoji")).isFalse();

        trial.write("wa", ANN, "{\"kind\":\"delete\",\"message_id\":\"" + said + "\"}");
        var revoke = messages(5).getLast();
        assertThat(revoke.path("type").asString()).isEqualTo("revoke");
        assertThat(revoke.path("revoke").path("original_message_id").asString()).isEqualTo(said);
        assertThat(trial.screen("wa", ANN).path(0).path("deleted").asBoolean()).isTrue();
    }

    @Test
    void buttons_rows_and_quick_replies_answer_the_message() {
        trial.control("PUT", "/settings", "{\"statuses\": false}");
        trial.says("wa", ANN, "hello");
        trial.webhooks(1);
        var buttons = business.sent(Business.buttons(2));
        press(buttons, "b2");
        var reply = messages(2).getLast();
        assertThat(reply.path("interactive").path("type").asString()).isEqualTo("button_reply");
        assertThat(reply.path("interactive").path("button_reply").path("title").asString())
                .isEqualTo("Size 2");
        assertThat(reply.path("context").path("id").asString()).isEqualTo(buttons);
        assertThat(reply.path("context").path("from").asString()).isEqualTo("15550001111");

        press(business.sent(Business.list(3)), "r3");
        var row = messages(3).getLast().path("interactive").path("list_reply");
        assertThat(row.path("id").asString()).isEqualTo("r3");
        assertThat(row.path("description").asString()).isEqualTo("about 3");

        var template = SendRulesTest.template("reopen");
        ((tools.jackson.databind.node.ObjectNode) template.path("template"))
                .putArray("components")
                .addObject()
                .put("type", "button")
                .put("sub_type", "quick_reply")
                .put("index", "0")
                .putArray("parameters")
                .addObject()
                .put("type", "payload")
                .put("payload", "YES");
        press(business.sent(template), "YES");
        var button = messages(4).getLast();
        assertThat(button.path("type").asString()).isEqualTo("button");
        assertThat(button.path("button").path("payload").asString()).isEqualTo("YES");
    }

    private void press(String message, String button) {
        trial.write(
                "wa", ANN, "{\"kind\":\"button\",\"message_id\":\"" + message + "\",\"button_id\":\"" + button + "\"}");
    }

    @Test
    void there_is_no_other_button_than_those_sent() {
        trial.says("wa", ANN, "hello");
        var buttons = business.sent(Business.buttons(1));

        var answer = trial.call(
                "POST",
                "/sandbox/wa/people/" + ANN + "/messages",
                "{\"kind\":\"button\",\"message_id\":\"" + buttons + "\",\"button_id\":\"b9\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void what_staff_write_is_echoed() {
        trial.write("wa", ANN, "{\"kind\":\"staff\",\"text\":\"I take over\"}");

        var change = trial.webhooks(1)
                .getFirst()
                .json()
                .path("entry")
                .path(0)
                .path("changes")
                .path(0);
        assertThat(change.path("field").asString()).isEqualTo("smb_message_echoes");
        var echo = change.path("value").path("message_echoes").path(0);
        assertThat(echo.path("from").asString()).isEqualTo("15550001111");
        assertThat(echo.path("to").asString()).isEqualTo(ANN);
        assertThat(echo.path("text").path("body").asString()).isEqualTo("I take over");
        assertThat(trial.screen("wa", ANN).path(0).path("from").asString()).isEqualTo("staff");
    }

    @Test
    void a_batch_that_is_not_taken_comes_again_as_it_was() {
        trial.control("PUT", "/settings", "{\"retry_scale\": 0.01}");
        var attempts = new AtomicInteger();
        trial.ingress().answering(webhook -> Ingress.Reply.of(attempts.incrementAndGet() < 4 ? 503 : 200));

        trial.write("wa", ANN, "{\"kind\":\"album\",\"count\":3}");

        var webhooks = trial.webhooks(4);
        assertThat(webhooks)
                .extracting(Received::body)
                .containsOnly(webhooks.getFirst().body());
    }

    @Test
    void one_that_waits_holds_up_no_other() {
        trial.ingress().answering(webhook -> Ingress.Reply.of(webhook.body().contains("first") ? 500 : 200));

        trial.says("wa", ANN, "first");
        trial.webhooks(1);
        trial.says("wa", ANN, "second");

        assertThat(trial.webhooks(1, webhook -> webhook.body().contains("second")))
                .hasSize(1);
    }

    @Test
    void the_address_is_verified_on_demand() {
        var seen = trial.control("POST", "/wa/verification?token=right", "{}");

        assertThat(seen.path("status").asInt()).isEqualTo(200);
        assertThat(trial.webhooks(1).getFirst().path()).isEqualTo("/webhooks/whatsapp/wa");
    }

    @Test
    void a_wrong_signature_is_wrong_and_a_missing_one_missing() throws Exception {
        trial.control("POST", "/wa/webhook?signature=wrong", "{}");
        trial.control("POST", "/wa/webhook?signature=missing", "{}");
        trial.control("POST", "/wa/webhook?signature=right", "{}");

        var webhooks = trial.webhooks(3);
        assertThat(webhooks.get(0).headers().get("x-hub-signature-256"))
                .isNotNull()
                .isNotEqualTo(signature("wa-secret", "{}"));
        assertThat(webhooks.get(1).headers()).doesNotContainKey("x-hub-signature-256");
        assertThat(webhooks.get(2).headers()).containsEntry("x-hub-signature-256", signature("wa-secret", "{}"));
    }

    @Test
    void who_has_blocked_the_business_cannot_write_to_it() {
        trial.state("wa", ANN, "{\"blocked\": true}");

        var answer =
                trial.call("POST", "/sandbox/wa/people/" + ANN + "/messages", "{\"kind\":\"text\",\"text\":\"hi\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
    }
}
