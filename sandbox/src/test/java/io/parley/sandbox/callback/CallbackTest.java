package io.parley.sandbox.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sandbox.Hmac;
import io.parley.sandbox.Ingress.Reply;
import io.parley.sandbox.Trial;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A tenant's own program behind the generic HTTP channel.
class CallbackTest {

    private static final String ENTRY =
            "{\"type\":\"message\",\"user_id\":\"ann\",\"reply_id\":\"r1\",\"content\":\"hi\",\"author\":\"agent\"}";

    private final Trial trial = new Trial();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_signed_entry_is_taken_and_shown() {
        assertThat(post(ENTRY, "api-secret", trial.now().getEpochSecond()).statusCode())
                .isEqualTo(200);

        assertThat(trial.screen("api", "ann").path(0).path("text").asString()).isEqualTo("hi");
        var call = trial.deliveries().path(0);
        assertThat(call.path("delivered").asBoolean()).isTrue();
        assertThat(call.path("opaque").asString()).isEqualTo("r1");
        assertThat(call.path("person").asString()).isEqualTo("ann");
    }

    @Test
    void an_entry_that_comes_again_is_taken_and_not_shown_again() {
        post(ENTRY, "api-secret", trial.now().getEpochSecond());

        assertThat(post(ENTRY, "api-secret", trial.now().getEpochSecond()).statusCode())
                .isEqualTo(200);

        assertThat(trial.screen("api", "ann")).hasSize(1);
        assertThat(trial.deliveries().path(1).path("delivered").asBoolean()).isFalse();
    }

    @Test
    void a_wrong_old_or_missing_signature_is_refused() {
        long now = trial.now().getEpochSecond();

        assertThat(post(ENTRY, "other", now).statusCode()).isEqualTo(401);
        assertThat(post(ENTRY, "api-secret", now - 301).statusCode()).isEqualTo(401);
        assertThat(trial.post("/callback/api", ENTRY).statusCode()).isEqualTo(401);
        assertThat(trial.post("/callback/bot", ENTRY).statusCode()).isEqualTo(404);
        assertThat(trial.screen("api", "ann")).isEmpty();
    }

    private HttpResponse<String> post(String body, String secret, long time) {
        var signature = Hmac.sha256(secret, time + ".", body.getBytes(StandardCharsets.UTF_8));
        return trial.post("/callback/api", body, "Parley-Signature", "t=" + time + ",v1=" + signature);
    }

    @Test
    void a_person_writes_with_the_secret_until_it_is_taken() {
        var times = new AtomicInteger();
        trial.control("PUT", "/settings", "{\"retry_scale\":0.001}");
        trial.ingress().answering(webhook -> Reply.of(times.incrementAndGet() < 3 ? 503 : 202));

        trial.write("api", "ann", "{\"kind\":\"text\",\"text\":\"hello\",\"name\":\"Ann\"}");

        var webhooks = trial.webhooks(3);
        assertThat(webhooks.getFirst().path()).isEqualTo("/v1/channels/api/messages");
        assertThat(webhooks.getFirst().headers()).containsEntry("authorization", "Bearer api-secret");
        assertThat(webhooks.getFirst().json().path("text").asString()).isEqualTo("hello");
        assertThat(webhooks.getFirst().json().path("user_name").asString()).isEqualTo("Ann");
        assertThat(webhooks.stream().map(one -> one.json().path("message_id")).distinct())
                .hasSize(1);
    }

    @Test
    void what_was_refused_for_good_is_not_written_again() {
        trial.control("PUT", "/settings", "{\"retry_scale\":0.001}");
        trial.ingress().answering(webhook -> Reply.of(webhook.body().contains("\"bad\"") ? 400 : 202));

        trial.says("api", "ann", "bad");
        trial.says("api", "ann", "good");

        assertThat(trial.webhooks(2).stream().map(one -> one.json().path("text").asString()))
                .containsExactly("bad", "good");
    }

    @Test
    void a_file_is_an_attachment_with_an_address() {
        trial.write("api", "ann", "{\"kind\":\"photo\",\"caption\":\"look\"}");

        var attachment = trial.webhooks(1).getFirst().json().path("attachments").path(0);
        assertThat(attachment.path("media_type").asString()).isEqualTo("image/jpeg");
        var path = attachment.path("url").asString().replace(trial.url(), "");
        assertThat(trial.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void a_pressed_button_says_its_words() {
        long now = trial.now().plus(Duration.ofSeconds(1)).getEpochSecond();
        post(ENTRY.replace("}", ",\"buttons\":[{\"id\":\"y\",\"title\":\"Yes\"}]}"), "api-secret", now);

        trial.write("api", "ann", "{\"kind\":\"button\",\"message_id\":\"r1\",\"button_id\":\"y\"}");

        assertThat(trial.webhooks(1).getFirst().json().path("text").asString()).isEqualTo("Yes");
    }
}
