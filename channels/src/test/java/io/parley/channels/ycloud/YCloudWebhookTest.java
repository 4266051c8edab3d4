package io.parley.channels.ycloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Signatures;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class YCloudWebhookTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    private static final Account ACCOUNT =
            account("{\"phone-number\": \"+34 911 000 000\", \"webhook-secret\": \"whsec_abc\"}");

    private final YCloudWebhook webhook = new YCloudWebhook(Duration.ofMinutes(5));

    // signature

    @Test
    void the_signature_counts_over_time_and_bytes_with_the_secret_as_it_is_shown() {
        var body = "{\"id\":\"evt_1\",\"t\":\"ñ\"}";
        assertThat(authentic(body, NOW.getEpochSecond(), "whsec_abc", body)).isTrue();
        assertThat(authentic(body, NOW.getEpochSecond(), "abc", body)).isFalse();
        assertThat(authentic(body, NOW.getEpochSecond(), "whsec_abc", body + " "))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-299, true", "-301, false", "299, true", "301, false"})
    void a_signature_holds_for_the_tolerance(int seconds, boolean holds) {
        assertThat(authentic("{}", NOW.getEpochSecond() + seconds, "whsec_abc", "{}"))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=1", "s=ab", "t=x,s=ab", "t=9999999999999999999,s=ab"})
    void what_is_no_signature_is_refused(String header) {
        assertThat(webhook.isAuthentic(call(header, "{}"), ACCOUNT)).isFalse();
    }

    @Test
    void an_account_without_a_secret_takes_nothing() {
        var t = String.valueOf(NOW.getEpochSecond());
        var signed = Signatures.hmacSha256("whsec_abc", List.of((t + ".{}").getBytes(UTF_8)));
        assertThat(webhook.isAuthentic(call("t=" + t + ",s=" + signed, "{}"), account("{}")))
                .isFalse();
    }

    // what people send

    @Test
    void a_message_is_known_by_its_wamid_and_carries_the_id_that_signs_need() {
        var event = (Event.Incoming) events(inbound("""
                "from": "+34600000001", "fromUserId": "ES.1", "type": "text", "text": {"body": "hola 👋"}""")).getFirst();
        assertThat(event.person()).isEqualTo(new Person(List.of("ES.1", "+34600000001"), null));
        var record = event.draft();
        assertThat(record.getKind()).isEqualTo(IncomingKind.MESSAGE);
        assertThat(record.getText()).isEqualTo("hola 👋");
        assertThat(record.getUserName()).isEqualTo("Ana");
        assertThat(record.getProviderEventId()).isEqualTo("wamid.M1");
        assertThat(record.getOccurredAt()).isEqualTo(Instant.parse("2026-10-01T11:59:59.500Z"));
        assertThat(record.getAttributes())
                .containsEntry(YCloudSender.MESSAGE_ID, "inb_1")
                .containsEntry(Event.MESSAGE_ID, "wamid.M1");
    }

    @Test
    void who_hides_the_number_is_known_by_the_business_scoped_id_and_who_has_none_by_the_number() {
        var hidden = events(inbound("\"fromUserId\": \"ES.1\", \"type\": \"text\", \"text\": {\"body\": \"a\"}"));
        assertThat(((Event.Incoming) hidden.getFirst()).person()).isEqualTo(Person.of("ES.1"));
        var shown = events(inbound("\"from\": \"+346001\", \"type\": \"text\", \"text\": {\"body\": \"a\"}"));
        assertThat(((Event.Incoming) shown.getFirst()).person()).isEqualTo(Person.ofSecondary("+346001"));
    }

    @Test
    void media_are_kept_by_their_link() {
        var event = (Event.Incoming) events(inbound("""
                "from": "+346001", "type": "audio", "audio": {"id": "7", "voice": true,
                "link": "https://api.ycloud.com/v2/whatsapp/media/download/7?sig=t%3D1", "mime_type": "audio/ogg; codecs=opus"}""")).getFirst();
        var attachment = event.draft().getAttachments().getFirst();
        assertThat(attachment.getKind()).isEqualTo("voice");
        assertThat(attachment.getMediaType()).contains("audio/ogg");
        assertThat(attachment.getReference()).contains("https://api.ycloud.com/v2/whatsapp/media/download/7?sig=t%3D1");
    }

    @Test
    void what_cannot_be_read_is_answered_and_told() {
        assertThat(events(inbound("""
                        "from": "+346001", "type": "unsupported", "unsupported": {"type": "poll_creation"},
                        "errors": [{"code": "131051"}]""")).stream().map(YCloudWebhookTest::told))
                .containsExactly("+346001 says [unsupported message: poll_creation]", "unsupported-message");
    }

    @Test
    void a_new_number_moves_the_person() {
        assertThat(events(inbound("""
                        "from": "+346001", "type": "system",
                        "system": {"type": "user_changed_number", "new_wa_id": "346002"}""")).stream().map(YCloudWebhookTest::told)).containsExactly("moved to +346002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp.smb.message.echoes", "whatsapp.smb.message.created"})
    void what_staff_write_on_their_phone_takes_the_conversation_over(String type) {
        var echo = (Event.Incoming) events(message(type, """
                "from": "+34911000000", "to": "+34600000001", "toUserId": "ES.1", "status": "sent",
                "type": "image", "image": {"id": "7", "link": "https://api.ycloud.com/x", "caption": "mire"}""")).getFirst();
        assertThat(echo.person().ids()).containsExactly("ES.1", "+34600000001");
        assertThat(echo.draft().getKind()).isEqualTo(IncomingKind.HUMAN_REPLY);
        assertThat(echo.draft().getText()).isEqualTo("mire");
        assertThat(echo.draft().getAttributes()).containsEntry(Event.SENT_BY_STAFF, "wamid.O1");
    }

    // statuses

    @ParameterizedTest
    @CsvSource({
        "sent, SENT, 2026-10-01T10:00:01Z",
        "delivered, DELIVERED, 2026-10-01T10:00:02Z",
        "read, READ, 2026-10-01T10:00:03Z",
        "failed, REFUSED, 2026-10-01T10:00:04Z"
    })
    void a_status_names_the_piece_that_was_sent(String status, DeliveryState state, Instant at) {
        var event = (Event.Delivery) events(
                        message("whatsapp.message.updated", """
                "from": "+34911000000", "recipient": "ES.1", "recipientUserId": "ES.1", "status": "%s",
                "externalId": "%s turn.1 2", "errorCode": "131047", "sendTime": "2026-10-01T10:00:01.000Z",
                "deliverTime": "2026-10-01T10:00:02.000Z", "readTime": "2026-10-01T10:00:03.000Z",
                "updateTime": "2026-10-01T10:00:04.000Z\"""".formatted(status, ACCOUNT.client("ES.1", null))))
                .getFirst();
        assertThat(event.clientId()).isEqualTo("shoes:shoes-yc:ES.1");
        assertThat(event.draft().getState()).isEqualTo(state);
        assertThat(event.draft().getReplyId()).isEqualTo("turn.1");
        assertThat(event.draft().getPiece()).isEqualTo(2);
        assertThat(event.draft().getProviderId()).isEqualTo("wamid.O1");
        assertThat(event.draft().getAt()).isEqualTo(at);
        assertThat(event.draft().getReason()).isEqualTo(state == DeliveryState.REFUSED ? "window-closed 131047" : null);
    }

    @Test
    void a_recipient_that_is_a_business_scoped_id_stays_one() {
        var event = (Event.Delivery)
                events(message("whatsapp.message.updated", """
                "from": "+34911000000", "recipient": "ES.1", "status": "read\"""")).getFirst();
        assertThat(event.person()).isEqualTo(Person.of("ES.1"));
    }

    @Test
    void a_failure_that_names_nobody_is_told() {
        assertThat(events(message("whatsapp.message.updated", """
                        "status": "failed", "whatsappApiError": {"code": "131056"}""")).stream().map(YCloudWebhookTest::told))
                .containsExactly("status-of-nobody");
    }

    // others, the unknown

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            whatsapp.inbound_message.received | whatsappInboundMessage | "to": "+34922", "from": "+346", "type": "text", "text": {"body": "a"} | foreign-account
            whatsapp.message.updated          | whatsappMessage | "from": "+34922", "to": "+346", "status": "sent"                             | foreign-account
            whatsapp.message.updated          | whatsappMessage | "from": "+34911000000", "to": "+346", "status": "accepted"                   |
            whatsapp.message.updated          | whatsappMessage | "from": "+34911000000", "to": "+346", "status": "new"                        | unknown-event
            whatsapp.template.reviewed        | whatsappTemplate | "name": "x"                                                                 | account-update
            contact.created                   | contactCreated  | "id": "x"                                                                    |
            whatsapp.brand.new                | x               | "id": "x"                                                                    | unknown-event
            """)
    void the_rest_is_told_or_acknowledged(String type, String name, String content, String notice) {
        var body = JSON.readTree("{\"id\": \"evt_1\", \"type\": \"" + type + "\", \"" + name
                + "\": {\"wamid\": \"wamid.M1\", " + content + "}}");
        assertThat(events(body).stream().map(YCloudWebhookTest::told).toList())
                .isEqualTo(Optional.ofNullable(notice).stream().toList());
    }

    @Test
    void nothing_that_stands_in_a_body_makes_it_fail() {
        var bodies = List.of(
                inbound("\"from\": \"+34600\", \"type\": \"order\", \"order\": {\"product_items\": [{}]}"),
                message(
                        "whatsapp.message.updated",
                        "\"from\": \"+34911000000\", \"to\": \"+346\", \"status\": \"sent\""),
                message(
                        "whatsapp.smb.message.echoes",
                        "\"from\": \"+34911000000\", \"to\": \"+346\", \"type\": \"text\""));
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder(bodies.get(round % bodies.size()).toString());
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                text.replace(at, at + 1, String.valueOf("{}[]\":,0a-".charAt(random.nextInt(10))));
            }
            parsed(text.toString())
                    .ifPresent(body -> assertThatCode(() -> events(body))
                            .describedAs("seed %d: %s", seed, body)
                            .doesNotThrowAnyException());
        }
    }

    /// What is not JSON is refused before a webhook sees it.
    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private List<Event> events(JsonNode body) {
        return webhook.events(body, ACCOUNT);
    }

    private boolean authentic(String body, long seconds, String secret, String sent) {
        var signed = Signatures.hmacSha256(secret, List.of((seconds + "." + body).getBytes(UTF_8)));
        return webhook.isAuthentic(call("t=" + seconds + ",s=" + signed, sent), ACCOUNT);
    }

    private static String told(Event event) {
        return switch (event) {
            case Event.Incoming said ->
                said.person().ids().getFirst() + " says " + said.draft().getText();
            case Event.Delivery receipt ->
                receipt.draft().getProviderId() + " " + receipt.draft().getState();
            case Event.Notice notice -> notice.event();
            case Event.Moved moved -> "moved to " + moved.now();
        };
    }

    private static JsonNode inbound(String content) {
        return JSON.readTree("""
                {"id": "evt_1", "type": "whatsapp.inbound_message.received", "apiVersion": "v2", "whatsappInboundMessage":
                 {"id": "inb_1", "wamid": "wamid.M1", "to": "+34911000000", "sendTime": "2026-10-01T11:59:59.500Z",
                  "customerProfile": {"name": "Ana"}, %s}}""".formatted(content));
    }

    private static JsonNode message(String type, String content) {
        return JSON.readTree("""
                {"id": "evt_1", "type": "%s", "apiVersion": "v2", "whatsappMessage":
                 {"id": "63f", "wamid": "wamid.O1", %s}}""".formatted(type, content));
    }

    private static Account account(String settings) {
        return new Account("shoes", "shoes-yc", "ycloud", JSON.readTree(settings));
    }

    private static Call call(String signature, String body) {
        return new Call(Map.of(), Map.of("ycloud-signature", signature), body.getBytes(UTF_8), NOW);
    }
}
