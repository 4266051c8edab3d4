package io.parley.channels.whatsapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.parley.channels.Account;
import io.parley.channels.Call;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.channels.Reply;
import io.parley.channels.Signatures;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
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

class WhatsAppWebhookTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Account ACCOUNT = account("""
            {"phone-number-id": "4501", "access-token": "t", "app-secret": "s3cret", "verify-token": "open sesame"}""");
    private static final String CONTACTS = """
            [{"profile": {"name": "Bo"}, "wa_id": "34600000002", "user_id": "ES.2"},
             {"profile": {"name": "Ana"}, "wa_id": "34600000001", "user_id": "ES.1"}]""";

    private final WhatsAppWebhook webhook = new WhatsAppWebhook();

    // signature and URL check

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\u00e4\\ud83d\\ude00\"}", "{\"a\":\"ä😀\"}"})
    void the_signature_counts_over_the_bytes_as_they_came(String body) {
        var right = "sha256=" + Signatures.hmacSha256("s3cret", List.of(body.getBytes(UTF_8)));
        assertThat(webhook.isAuthentic(call(body, right), ACCOUNT)).isTrue();
        assertThat(webhook.isAuthentic(call(body + " ", right), ACCOUNT)).isFalse();
        assertThat(webhook.isAuthentic(call(body, right.substring("sha256=".length())), ACCOUNT))
                .isFalse();
        assertThat(webhook.isAuthentic(call(body, right.replace("sha256=", "sha512=")), ACCOUNT))
                .isFalse();
        assertThat(webhook.isAuthentic(call(body, ""), ACCOUNT)).isFalse();
    }

    @Test
    void an_account_without_a_secret_takes_nothing() {
        var body = "{}";
        var signed = "sha256=" + Signatures.hmacSha256("s3cret", List.of(body.getBytes(UTF_8)));
        assertThat(webhook.isAuthentic(call(body, signed), account("{\"app-secret\": \"\"}")))
                .isFalse();
        assertThat(webhook.isAuthentic(call(body, signed), account("{\"app-secret\": \"other\"}")))
                .isFalse();
    }

    @Test
    void the_challenge_comes_back_for_the_right_token_only() {
        assertThat(webhook.verify(check("open sesame"), ACCOUNT)).isEqualTo(Reply.text(200, "0117"));
        assertThat(webhook.verify(check("open"), ACCOUNT)).isEqualTo(Reply.status(403));
        assertThat(webhook.verify(check(""), account("{\"verify-token\": \"\"}")))
                .isEqualTo(Reply.status(403));
    }

    // what people send

    @Test
    void a_text_is_a_message_of_whoever_has_its_id_among_the_contacts() {
        var event = incoming(message("""
                "type": "text", "text": {"body": "hola 😀"}"""));
        assertThat(event.person()).isEqualTo(new Person(List.of("ES.1", "34600000001"), null));
        var record = event.draft();
        assertThat(record.getKind()).isEqualTo(IncomingKind.MESSAGE);
        assertThat(record.getText()).isEqualTo("hola 😀");
        assertThat(record.getUserName()).isEqualTo("Ana");
        assertThat(record.getProviderEventId()).isEqualTo("wamid.M1");
        assertThat(record.getOccurredAt()).isEqualTo(Instant.ofEpochSecond(1_760_000_000));
        assertThat(record.getAttributes())
                .containsEntry(Event.MESSAGE_ID, "wamid.M1")
                .containsEntry(Event.PHONE, "34600000001");
    }

    @Test
    void who_hides_the_number_is_known_by_the_business_scoped_id() {
        var event = incoming(value("[{\"profile\": {\"username\": \"ana\"}, \"user_id\": \"ES.7\"}]", """
                {"from_user_id": "ES.7", "id": "wamid.M1", "timestamp": "1760000000", "type": "text",
                 "text": {"body": "hola"}}"""));
        assertThat(event.person()).isEqualTo(Person.of("ES.7"));
        assertThat(event.draft().getUserName()).isEqualTo("ana");
    }

    @Test
    void a_number_alone_may_turn_out_to_have_another_id() {
        var event = incoming(value("[]", """
                {"from": "34600000001", "id": "wamid.M1", "timestamp": "1", "type": "text", "text": {"body": "a"}}"""));
        assertThat(event.person()).isEqualTo(Person.ofSecondary("34600000001"));
    }

    @Test
    void what_is_written_in_a_group_belongs_to_the_group() {
        var event = incoming(message("""
                "group_id": "R3JvdXA6MQ", "type": "text", "text": {"body": "hola"}"""));
        assertThat(event.person()).isEqualTo(Person.of("R3JvdXA6MQ"));
        assertThat(event.draft().getUserName()).isEqualTo("Ana");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type":"image","image":{"id":"7","mime_type":"image/jpeg","caption":"sol"} | image | 7 | image/jpeg | sol
            "type":"video","video":{"id":"7","mime_type":"video/mp4"}                  | video | 7 | video/mp4 |
            "type":"audio","audio":{"id":"7","mime_type":"audio/ogg; codecs=opus","voice":true} | voice | 7 | audio/ogg |
            "type":"audio","audio":{"id":"7","mime_type":"audio/mpeg","voice":false}   | audio | 7 | audio/mpeg |
            "type":"document","document":{"id":"7","mime_type":"application/pdf"}      | document | 7 | application/pdf |
            "type":"sticker","sticker":{"id":"7","mime_type":"image/webp"}             | sticker | 7 | image/webp |
            """)
    void media_are_kept_by_reference(String content, String kind, String reference, String type, String caption) {
        var record = incoming(message(content)).draft();
        var attachment = record.getAttachments().getFirst();
        assertThat(attachment.getKind()).isEqualTo(kind);
        assertThat(attachment.getReference()).contains(reference);
        assertThat(attachment.getMediaType()).contains(type);
        assertThat(record.getText()).isEqualTo(caption);
    }

    @Test
    void places_and_people_are_put_into_words() {
        var place = incoming(message("""
                "type": "location",
                "location": {"latitude": 40.5, "longitude": -3.25, "name": "Feria", "address": "Calle 1"}"""));
        assertThat(place.draft().getAttachments().getFirst().getText()).contains("Feria, Calle 1 (40.5, -3.25)");
        var people = incoming(message("""
                "type": "contacts", "contacts": [{"name": {"formatted_name": "Lía"}, "org": {"company": "Sol"},
                "phones": [{"phone": "+34 600"}]}, {"name": {"first_name": "Teo", "last_name": "Paz"}}]"""));
        assertThat(people.draft().getAttachments())
                .extracting(attachment -> attachment.getText().orElse(""))
                .containsExactly("Lía, Sol, +34 600", "Teo Paz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b1","title":"Sí"}} | Sí | b1
            "type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"r1","title":"Uno","description":"x"}} | Uno | r1
            "type":"button","button":{"payload":"p1","text":"Baja"}                   | Baja | p1
            "type":"interactive"                                                      | [unsupported message] |
            "type":"unsupported","errors":[{"code":131051}],"unsupported":{"type":"poll"} | [unsupported message: poll] |
            "type":"request_welcome"                                                  | [has opened the chat] |
            """)
    void choices_and_what_cannot_be_read_become_words(String content, String text, String button) {
        var record = incoming(message(content)).draft();
        assertThat(record.getKind()).isEqualTo(IncomingKind.MESSAGE);
        assertThat(record.getText()).isEqualTo(text);
        assertThat(record.getButtonId()).isEqualTo(button);
    }

    @Test
    void an_order_and_a_form_become_words() {
        var order = incoming(message("""
                "type": "order", "order": {"catalog_id": "c9", "text": "rápido", "product_items":
                [{"product_retailer_id": "sku1", "quantity": 2, "item_price": 30, "currency": "EUR"}]}"""));
        assertThat(order.draft().getText()).isEqualTo("rápido\n2 × sku1 (30 EUR)");
        assertThat(order.draft().getAttributes()).containsEntry("catalog_id", "c9");
        var form = incoming(message("""
                "type": "interactive", "interactive": {"type": "nfm_reply",
                "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{\\"day\\": \\"mon\\"}"}}"""));
        assertThat(form.draft().getText()).isEqualTo("Sent\n{\"day\": \"mon\"}");
    }

    @Test
    void an_edit_a_deletion_and_a_reaction_refer_to_the_message() {
        var edit = incoming(message("""
                "type": "edit", "edit": {"original_message_id": "wamid.M0",
                "message": {"type": "text", "text": {"body": "mejor"}}}"""));
        assertThat(edit.draft().getKind()).isEqualTo(IncomingKind.EDIT);
        assertThat(edit.draft().getRefersTo()).isEqualTo("wamid.M0");
        assertThat(edit.draft().getText()).isEqualTo("mejor");
        var deletion = incoming(message("""
                "type": "revoke", "revoke": {"original_message_id": "wamid.M0"}"""));
        assertThat(deletion.draft().getKind()).isEqualTo(IncomingKind.DELETION);
        assertThat(deletion.draft().getRefersTo()).isEqualTo("wamid.M0");
        var reaction = incoming(message("""
                "type": "reaction", "reaction": {"message_id": "wamid.M0", "emoji": "👍"}"""));
        assertThat(reaction.draft().getKind()).isEqualTo(IncomingKind.REACTION);
        assertThat(reaction.draft().getRefersTo()).isEqualTo("wamid.M0");
        assertThat(reaction.draft().getEmoji()).isEqualTo("👍");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"emoji\": \"\", ", ""})
    void a_reaction_without_an_emoji_is_withdrawn(String emoji) {
        var event = incoming(message("\"type\": \"reaction\", \"reaction\": {" + emoji + "\"message_id\": \"m\"}"));
        assertThat(event.draft().getEmoji()).isNull();
    }

    @Test
    void where_a_message_comes_from_is_kept_with_it() {
        var record = incoming(message("""
                        "type": "text", "text": {"body": "¿hay?"},
                        "context": {"id": "wamid.OUT", "forwarded": true,
                        "referred_product": {"catalog_id": "c9", "product_retailer_id": "sku1"}},
                        "referral": {"source_url": "https://ad.example/1", "source_type": "ad", "ctwa_clid": "x1"}""")).draft();
        assertThat(record.getRefersTo()).isEqualTo("wamid.OUT");
        assertThat(record.getAttributes())
                .containsEntry("forwarded", "true")
                .containsEntry("referred_product", "sku1")
                .containsEntry("referral_source_url", "https://ad.example/1")
                .containsEntry("referral_ctwa_clid", "x1");
    }

    @Test
    void what_staff_write_on_their_phone_takes_the_conversation_over() {
        var events = events(change("smb_message_echoes", """
                "contacts": %s, "message_echoes": [{"from": "34911", "to": "34600000001", "to_user_id": "ES.1",
                "id": "wamid.E1", "timestamp": "1760000000", "type": "text", "text": {"body": "ya voy"}}]""".formatted(CONTACTS)));
        var echo = (Event.Incoming) events.getFirst();
        assertThat(events).hasSize(1);
        assertThat(echo.person().ids()).containsExactly("ES.1", "34600000001");
        assertThat(echo.draft().getKind()).isEqualTo(IncomingKind.HUMAN_REPLY);
        assertThat(echo.draft().getAuthor()).isEqualTo("staff");
        assertThat(echo.draft().getText()).isEqualTo("ya voy");
        assertThat(echo.draft().getAttributes()).containsEntry(Event.SENT_BY_STAFF, "wamid.E1");
    }

    // who somebody is now

    @Test
    void a_new_number_moves_the_person() {
        var events = events(message("""
                "type": "system", "system": {"type": "user_changed_number", "wa_id": "34699",
                "body": "User Ana changed from US.666 to US.667"}"""));
        assertThat(events)
                .containsExactly(new Event.Moved(
                        new Person(List.of("ES.1", "34600000001"), null),
                        "34699",
                        "wamid.M1 34699",
                        Instant.ofEpochSecond(1_760_000_000),
                        "number-changed"));
    }

    @Test
    void a_new_business_scoped_id_moves_the_person() {
        var system = events(message("""
                "type": "system", "system": {"type": "user_changed_user_id", "user_id": "ES.9"}"""));
        assertThat(((Event.Moved) system.getFirst()).now()).isEqualTo("ES.9");
        var update = events(change("user_id_update", """
                "user_id_update": [{"wa_id": "34699", "user_id": {"previous": "ES.1", "current": "ES.9"},
                "timestamp": "1760000001"}]"""));
        assertThat(update)
                .containsExactly(new Event.Moved(
                        Person.of("ES.1"),
                        "ES.9",
                        "user_id_update ES.1 ES.9",
                        Instant.ofEpochSecond(1_760_000_001),
                        "user-id-changed"));
    }

    // statuses

    @ParameterizedTest
    @CsvSource({"sent,SENT", "delivered,DELIVERED", "read,READ", "played,READ", "failed,REFUSED"})
    void a_status_names_the_piece_that_was_sent(String status, DeliveryState state) {
        var opaque = ACCOUNT.client("ES.1", null) + " turn.1 2";
        var event = delivery("""
                {"id": "wamid.O1", "status": "%s", "timestamp": "1760000000", "recipient_id": "34600000001",
                 "recipient_user_id": "ES.1", "biz_opaque_callback_data": "%s", "errors": [{"code": 131047}]}""".formatted(status, opaque));
        assertThat(event.clientId()).isEqualTo("shoes:shoes-wa:ES.1");
        assertThat(event.draft().getState()).isEqualTo(state);
        assertThat(event.draft().getReplyId()).isEqualTo("turn.1");
        assertThat(event.draft().getPiece()).isEqualTo(2);
        assertThat(event.draft().getProviderId()).isEqualTo("wamid.O1");
        assertThat(event.draft().getReason()).isEqualTo(state == DeliveryState.REFUSED ? "window-closed 131047" : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"some data", "other:acc:1 turn.1 1", "shoes:shoes-wa:1 turn.1 0", "shoes:shoes-wa:1 t 1 1"})
    void what_is_not_our_own_id_is_not_taken_for_it(String opaque) {
        var event = delivery("""
                {"id": "wamid.O1", "status": "sent", "timestamp": "1", "recipient_id": "34600000001",
                 "biz_opaque_callback_data": "%s"}""".formatted(opaque));
        assertThat(event.clientId()).isNull();
        assertThat(event.draft().getReplyId()).isNull();
        assertThat(event.person().ids()).contains("34600000001");
    }

    // batches, others, the unknown

    @Test
    void a_batch_keeps_its_order_and_leaves_other_numbers_alone() {
        var body = JSON.readTree("""
                {"object": "whatsapp_business_account", "new": 1, "entry": [
                 {"id": "1", "changes": [
                  {"field": "messages", "value": {"metadata": {"phone_number_id": "4501"}, "contacts": %1$s, "messages": [
                   {"from": "34600000001", "id": "m1", "timestamp": "1", "type": "text", "text": {"body": "1"}},
                   {"from": "34600000002", "id": "m2", "timestamp": "2", "type": "text", "text": {"body": "2"}}]}},
                  {"field": "messages", "value": {"metadata": {"phone_number_id": "4501"}, "statuses": [
                   {"id": "o1", "status": "read", "timestamp": "4", "recipient_id": "34600000001"},
                   {"id": "o1", "status": "delivered", "timestamp": "3", "recipient_id": "34600000001"}]}}]},
                 {"id": "2", "changes": [
                  {"field": "messages", "value": {"metadata": {"phone_number_id": "777"}, "contacts": %1$s, "messages": [
                   {"from": "34600000001", "id": "m3", "timestamp": "1", "type": "text", "text": {"body": "3"}}]}},
                  {"field": "brand_new", "value": {"x": [1]}},
                  {"field": "history", "value": {"metadata": {"phone_number_id": "4501"}}}]}]}""".formatted(CONTACTS));
        assertThat(webhook.events(body, ACCOUNT).stream().map(WhatsAppWebhookTest::told))
                .containsExactly(
                        "ES.1 says 1", "ES.2 says 2", "o1 READ", "o1 DELIVERED", "foreign-account", "unknown-event");
    }

    @Test
    void an_error_of_the_account_is_told_beside_the_messages() {
        var events = events(change("messages", """
                "contacts": %s, "messages": [{"from": "34600000001", "id": "m1", "timestamp": "1",
                "type": "interactive"}], "errors": [{"code": 130429, "title": "Rate limit hit"}]""".formatted(CONTACTS)));
        assertThat(events.stream().map(WhatsAppWebhookTest::told))
                .containsExactly("ES.1 says [unsupported message]", "account-error");
        assertThat(((Event.Notice) events.getLast()).attributes()).containsEntry("code", "130429");
    }

    @Test
    void nothing_that_stands_in_a_body_makes_it_fail() {
        var whole = """
                {"entry": [{"changes": [
                 {"field": "messages", "value": {"metadata": {"phone_number_id": "4501"}, "contacts": %s,
                  "messages": [
                   {"from": "346", "id": "m", "timestamp": "99999999999", "type": "order", "order": {"product_items": [{}]}},
                   {"from": "346", "id": "m", "timestamp": "1", "type": "contacts", "contacts": [{"phones": [{}]}]},
                   {"from": "346", "id": "m", "timestamp": "1", "type": "edit", "edit": {"message": {"type": "image"}}},
                   {"from": "346", "id": "m", "timestamp": "1", "type": "system", "system": {"type": "user_changed_number"}}],
                  "statuses": [{"id": "o", "status": "failed", "recipient_id": "346", "errors": [{"code": "131026"}],
                   "biz_opaque_callback_data": "shoes:shoes-wa:1 r 1"}], "errors": [{"code": 1}]}},
                 {"field": "user_id_update", "value": {"metadata": {"phone_number_id": "4501"},
                  "user_id_update": [{"user_id": {"previous": "ES.1", "current": "ES.2"}}]}}]}]}""".formatted(CONTACTS);
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder(whole);
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                text.replace(at, at + 1, String.valueOf("{}[]\":,0a-".charAt(random.nextInt(10))));
            }
            parsed(text.toString())
                    .ifPresent(body -> assertThatCode(() -> webhook.events(body, ACCOUNT))
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

    private Event.Incoming incoming(JsonNode body) {
        return (Event.Incoming) events(body).getFirst();
    }

    private Event.Delivery delivery(String status) {
        return (Event.Delivery)
                events(change("messages", "\"statuses\": [" + status + "]")).getFirst();
    }

    private List<Event> events(JsonNode body) {
        return webhook.events(body, ACCOUNT);
    }

    private static String told(Event event) {
        return switch (event) {
            case Event.Incoming said -> said.person().ids().getFirst() + " says " + text(said.draft());
            case Event.Delivery receipt ->
                receipt.draft().getProviderId() + " " + receipt.draft().getState();
            case Event.Notice notice -> notice.event();
            case Event.Moved moved -> "moved to " + moved.now();
        };
    }

    private static String text(IncomingMessage.Builder draft) {
        return draft.getText();
    }

    private static JsonNode message(String content) {
        return value(CONTACTS, """
                {"from": "34600000001", "from_user_id": "ES.1", "id": "wamid.M1", "timestamp": "1760000000", %s}""".formatted(content));
    }

    private static JsonNode value(String contacts, String message) {
        return change("messages", "\"contacts\": " + contacts + ", \"messages\": [" + message + "]");
    }

    private static JsonNode change(String field, String value) {
        return JSON.readTree("""
                {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "%s", "value":
                 {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "4501"}, %s}}]}]}""".formatted(field, value));
    }

    private static Account account(String settings) {
        return new Account("shoes", "shoes-wa", "whatsapp", JSON.readTree(settings));
    }

    private static Call call(String body, String signature) {
        return new Call(Map.of(), Map.of("x-hub-signature-256", signature), body.getBytes(UTF_8), Instant.EPOCH);
    }

    private static Call check(String token) {
        return new Call(
                Map.of("hub.mode", "subscribe", "hub.verify_token", token, "hub.challenge", "0117"),
                Map.of(),
                new byte[0],
                Instant.EPOCH);
    }
}
