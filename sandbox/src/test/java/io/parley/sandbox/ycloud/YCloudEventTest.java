package io.parley.sandbox.ycloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Ingress;
import io.parley.sandbox.Ingress.Received;
import io.parley.sandbox.Trial;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class YCloudEventTest {

    private static final String ANN = "+5491150000001";
    private static final String[] KEY = {"X-API-Key", "yc-key"};

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    private static JsonNode message(Received webhook) {
        return webhook.json().path("whatsappInboundMessage");
    }

    private JsonNode written(String act) {
        trial.write("yc", ANN, act);
        return message(trial.webhooks(1).getFirst());
    }

    private static String signature(Received webhook, String secret) throws Exception {
        var header = webhook.headers().getOrDefault("ycloud-signature", "");
        var time = header.substring(2, header.indexOf(','));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update((time + "." + webhook.body()).getBytes(StandardCharsets.UTF_8));
        return "t=" + time + ",s=" + HexFormat.of().formatHex(mac.doFinal());
    }

    @Test
    void a_text_is_one_signed_event() throws Exception {
        var written = trial.write("yc", ANN, "{\"kind\":\"text\",\"text\":\"hola ä\",\"name\":\"Ann\"}");

        var webhook = trial.webhooks(1).getFirst();
        assertThat(webhook.path()).isEqualTo("/webhooks/ycloud/yc");
        assertThat(webhook.headers()).containsEntry("ycloud-signature", signature(webhook, "whsec_yc"));
        var event = webhook.json();
        assertThat(event.path("id").asString())
                .isEqualTo(written.path("event_id").asString())
                .startsWith("evt_");
        assertThat(event.path("type").asString()).isEqualTo("whatsapp.inbound_message.received");
        assertThat(event.path("apiVersion").asString()).isEqualTo("v2");
        var message = message(webhook);
        assertThat(message.path("from").asString()).isEqualTo(ANN);
        assertThat(message.path("fromUserId").asString()).matches("AR\\.[0-9]{20}");
        assertThat(message.path("to").asString()).isEqualTo("+5491100000000");
        assertThat(message.path("wamid").asString())
                .isEqualTo(written.path("message_id").asString());
        assertThat(message.path("customerProfile").path("name").asString()).isEqualTo("Ann");
        assertThat(message.path("sendTime").asString()).isEqualTo("2026-11-21T12:00:00.000Z");
        assertThat(message.path("text").path("body").asString()).isEqualTo("hola ä");
    }

    @Test
    void a_wrong_signature_is_wrong_and_a_missing_one_missing() throws Exception {
        trial.control("POST", "/yc/webhook?signature=wrong", "{}");
        trial.control("POST", "/yc/webhook?signature=missing", "{}");

        var webhooks = trial.webhooks(2);
        assertThat(webhooks.get(0).headers().get("ycloud-signature"))
                .isNotEqualTo(signature(webhooks.get(0), "whsec_yc"));
        assertThat(webhooks.get(1).headers()).doesNotContainKey("ycloud-signature");
    }

    @Test
    void what_its_events_cannot_say_is_unsupported() {
        var said = trial.says("yc", ANN, "wrong").path("message_id").asString();
        trial.webhooks(1);

        trial.write("yc", ANN, "{\"kind\":\"edit\",\"message_id\":\"" + said + "\",\"text\":\"right\"}");

        var message = message(trial.webhooks(2).getLast());
        assertThat(message.path("type").asString()).isEqualTo("unsupported");
        assertThat(message.path("errors").path(0).path("code").asString()).isEqualTo("131051");
    }

    @Test
    void staff_answers_are_echoes() {
        trial.write("yc", ANN, "{\"kind\":\"staff\",\"text\":\"I take over\"}");

        var event = trial.webhooks(1).getFirst().json();
        assertThat(event.path("type").asString()).isEqualTo("whatsapp.smb.message.echoes");
        assertThat(event.path("whatsappMessage").path("to").asString()).isEqualTo(ANN);
        assertThat(event.path("whatsappMessage").path("text").path("body").asString())
                .isEqualTo("I take over");
    }

    @Test
    void a_new_number_is_a_system_message() {
        trial.says("yc", ANN, "hello");
        trial.webhooks(1);

        trial.state("yc", ANN, "{\"moved_to\": \"+5491160000000\"}");

        var message = message(trial.webhooks(2).getLast());
        assertThat(message.path("from").asString()).isEqualTo(ANN);
        assertThat(message.path("system").path("type").asString()).isEqualTo("user_changed_number");
        assertThat(message.path("system").path("wa_id").asString()).isEqualTo("5491160000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"markAsRead", "typingIndicator", "typing"})
    void reading_and_typing_by_either_name(String method) {
        var id = written("{\"kind\":\"text\",\"text\":\"anybody?\"}").path("id").asString();

        var answer = trial.post("/ycloud/v2/whatsapp/inboundMessages/" + id + "/" + method, "", KEY);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isEqualTo(!method.equals("typing"));
        assertThat(trial.screen("yc", ANN).path(0).path("status").asString()).isEqualTo("read");
        assertThat(trial.post("/ycloud/v2/whatsapp/inboundMessages/none/" + method, "", KEY)
                        .statusCode())
                .isEqualTo(404);
        assertThat(trial.post("/ycloud/v2/whatsapp/inboundMessages/" + id + "/" + method, "")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_file_is_open_for_five_minutes_and_then_needs_the_key() {
        var audio = written("{\"kind\":\"voice\",\"data\":\"aGVsbG8=\"}").path("audio");
        var link = URI.create(audio.path("link").asString());
        assertThat(audio.path("voice").asBoolean()).isTrue();
        assertThat(trial.send(HttpRequest.newBuilder(link)).body()).isEqualTo("hello");
        assertThat(trial.send(HttpRequest.newBuilder(URI.create(link.toString().replaceAll("\\?.*", ""))))
                        .statusCode())
                .isEqualTo(401);

        trial.pass(Duration.ofMinutes(5));

        assertThat(trial.send(HttpRequest.newBuilder(link)).statusCode()).isEqualTo(401);
        var withKey = trial.send(HttpRequest.newBuilder(link).header(KEY[0], KEY[1]));
        assertThat(withKey.statusCode()).isEqualTo(200);
        assertThat(withKey.headers().firstValue("Content-Type")).contains("audio/ogg; codecs=opus");
        trial.pass(Duration.ofDays(30));
        assertThat(trial.send(HttpRequest.newBuilder(link).header(KEY[0], KEY[1]))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_upload_has_an_id() {
        var body = """
                --b\r
                Content-Disposition: form-data; name="file"; filename="a.png"\r
                Content-Type: image/png\r
                \r
                picture\r
                --b--\r
                """;

        var answer = trial.send(
                HttpRequest.newBuilder(URI.create(trial.url() + "/ycloud/v2/whatsapp/media/+5491100000000/upload"))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .header(KEY[0], KEY[1])
                        .POST(BodyPublishers.ofString(body)));

        assertThat(Trial.json(answer).path("id").asString()).isNotEmpty();
    }

    @Test
    void an_event_is_posted_eight_times_and_no_more_each_time_signed_anew() {
        trial.control("PUT", "/settings", "{\"retry_scale\": 0}");
        trial.ingress().answering(webhook -> Ingress.Reply.of(500));

        trial.says("yc", ANN, "hello");

        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> trial.ingress().received().size() == 8);
    }

    @Test
    void an_address_with_more_than_two_hundred_failures_a_minute_is_left_alone_for_three() {
        trial.control("PUT", "/settings", "{\"retry_scale\": 0}");
        trial.ingress().answering(webhook -> Ingress.Reply.of(500));
        for (int n = 0; n < 26; n++) {
            trial.says("yc", ANN, "m" + n);
        }
        trial.webhooks(201);
        trial.ingress().answering(webhook -> Ingress.Reply.of(200));

        trial.says("yc", ANN, "in between");

        Awaitility.await()
                .during(Duration.ofMillis(400))
                .atMost(Duration.ofSeconds(10))
                .until(() -> trial.ingress().received().stream()
                        .noneMatch(webhook -> webhook.body().contains("in between")));
        trial.pass(Duration.ofMinutes(3));
        assertThat(trial.webhooks(1, webhook -> webhook.body().contains("in between")))
                .hasSize(1);
    }
}
