package io.parley.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Reply;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpWebhookTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Account ACCOUNT = account("{\"secret\": \"s3cret\"}");
    private static final String FULL = """
            {"message_id": "m1", "user_id": "u1", "user_name": "Ana", "text": "Hola", "new": {"field": 1},
             "attachments": [{"url": "https://shop.example/a.jpg", "media_type": "image/jpeg; q=1"},
                             {"url": "https://shop.example/b"}]}""";

    private final AtomicInteger ids = new AtomicInteger();
    private final HttpWebhook webhook = new HttpWebhook(
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> "new-" + ids.incrementAndGet(), "https://turns.example");

    @Test
    void only_the_accounts_secret_is_authentic() {
        assertThat(isAuthentic("Bearer s3cret", ACCOUNT)).isTrue();
        assertThat(isAuthentic("bearer s3cret", ACCOUNT)).isTrue();
        assertThat(isAuthentic("Bearer s3cre", ACCOUNT)).isFalse();
        assertThat(isAuthentic("s3cret", ACCOUNT)).isFalse();
        assertThat(isAuthentic("", ACCOUNT)).isFalse();
    }

    @Test
    void an_account_without_a_secret_takes_nothing() {
        assertThat(isAuthentic("Bearer ", account("{}"))).isFalse();
        assertThat(isAuthentic("Bearer ", account("{\"secret\": \"\"}"))).isFalse();
    }

    @Test
    void a_message_has_its_callers_id_and_all_that_was_said() {
        assertThat(webhook.answer(JSON.readTree(FULL), ACCOUNT)).isEmpty();

        var incoming = incoming(FULL);
        assertThat(incoming.person()).isEqualTo(Person.of("u1"));
        var draft = incoming.draft();
        assertThat(draft.getProviderEventId()).isEqualTo("m1");
        assertThat(draft.getText()).isEqualTo("Hola");
        assertThat(draft.getUserName()).isEqualTo("Ana");
        assertThat(draft.getAttachments())
                .satisfiesExactly(
                        image -> {
                            assertThat(image.getKind()).isEqualTo("image");
                            assertThat(image.getReference()).contains("https://shop.example/a.jpg");
                            assertThat(image.getMediaType()).contains("image/jpeg");
                        },
                        file -> {
                            assertThat(file.getKind()).isEqualTo("document");
                            assertThat(file.getMediaType()).isEmpty();
                        });
    }

    @Test
    void without_an_id_each_post_is_a_new_message() {
        var body = "{\"user_id\": \"u1\", \"text\": \"Hola\"}";
        assertThat(incoming(body).draft().getProviderEventId())
                .isNotEqualTo(incoming(body).draft().getProviderEventId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "{\"text\": \"Hola\"}",
                "{\"user_id\": 1, \"text\": \"Hola\"}",
                "{\"user_id\": \"\", \"text\": \"Hola\"}",
                "{\"user_id\": \"a\\u0000b\", \"text\": \"Hola\"}",
                "{\"user_id\": \"u1\"}",
                "{\"user_id\": \"u1\", \"text\": \" \"}",
                "{\"user_id\": \"u1\", \"text\": {\"a\": 1}}",
                "{\"user_id\": \"u1\", \"text\": \"Hola\", \"message_id\": 7}",
                "{\"user_id\": \"u1\", \"text\": \"Hola\", \"attachments\": {}}",
                "{\"user_id\": \"u1\", \"text\": \"Hola\", \"attachments\": [{\"url\": \"file:///etc/passwd\"}]}"
            })
    void what_is_no_message_is_refused_with_a_reason(String body) {
        assertThat(webhook.answer(JSON.readTree(body), ACCOUNT)).hasValueSatisfying(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(JSON.readTree(reply.body()).path("error").stringValue()).isNotBlank();
        });
    }

    @Test
    void a_text_may_have_8000_characters() {
        assertThat(webhook.answer(said("ñ".repeat(8_000)), ACCOUNT)).isEmpty();
        assertThat(webhook.answer(said("ñ".repeat(8_001)), ACCOUNT)).isPresent();
    }

    @Test
    void an_attachment_needs_no_words() {
        var body = "{\"user_id\": \"u1\", \"attachments\": [{\"url\": \"https://shop.example/a.jpg\"}]}";
        assertThat(webhook.answer(JSON.readTree(body), ACCOUNT)).isEmpty();
    }

    @Test
    void the_answer_says_where_to_ask_for_the_turn() {
        var written = IncomingMessage.newBuilder(incoming(FULL).draft())
                .setMessageId("m-1")
                .setClientId("t:a:u1")
                .setTenant("t")
                .setChannel("http")
                .setChannelAccount("a")
                .build();
        assertThat(webhook.accepted(List.of(written)))
                .isEqualTo(Reply.json(
                        202, "{\"message_id\":\"m-1\",\"turn_url\":\"https://turns.example/v1/turns/m-1\"}"));
    }

    private static JsonNode said(String text) {
        return JSON.createObjectNode().put("user_id", "u1").put("text", text);
    }

    private Event.Incoming incoming(String body) {
        return (Event.Incoming) webhook.events(JSON.readTree(body), ACCOUNT).getFirst();
    }

    private boolean isAuthentic(String authorization, Account account) {
        return webhook.isAuthentic(
                new Call(Map.of(), Map.of("authorization", authorization), new byte[0], Instant.EPOCH), account);
    }

    private static Account account(String settings) {
        return new Account("shoes", "shoes-api", "http", JSON.readTree(settings));
    }
}
