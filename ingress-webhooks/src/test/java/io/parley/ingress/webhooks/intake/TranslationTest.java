package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Account;
import io.parley.channels.Event;
import io.parley.channels.Person;
import io.parley.schemas.aliases.Aliases;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class TranslationTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Account ACCOUNT = new Account("t", "a", "fake", JSON.objectNode());

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(SystemEvent.class)).isNotNull();
    }

    @Test
    void no_word_of_a_record_holds_a_nul() {
        var draft = draft("a\0b")
                .setUserName("a\0b")
                .setButtonId("a\0b")
                .setAttributes(Map.of("k", "a\0b"))
                .setAttachments(List.of(Attachment.newBuilder()
                        .setKind("document")
                        .setFileName("a\0b")
                        .build()));
        var message = translated(draft, JSON.objectNode());
        assertThat(message.getText()).contains("a\uFFFDb");
        assertThat(message.getUserName()).contains("a\uFFFDb");
        assertThat(message.getButtonId()).contains("a\uFFFDb");
        assertThat(message.getAttributes()).containsEntry("k", "a\uFFFDb");
        assertThat(message.getAttachments().getFirst().getFileName()).contains("a\uFFFDb");
    }

    @Test
    void a_text_is_cut_after_16000_characters_and_between_them() {
        assertThat(translated(draft("🙂".repeat(16_000)), JSON.objectNode()).getText())
                .contains("🙂".repeat(16_000));
        assertThat(translated(draft("🙂".repeat(16_001)), JSON.objectNode()).getText())
                .contains("🙂".repeat(16_000) + "…");
    }

    @Test
    void the_payload_is_kept_up_to_32_kb() {
        assertThat(translated(draft("a"), JSON.stringNode("x".repeat(32_000))).getRaw())
                .isPresent();
        assertThat(translated(draft("a"), JSON.stringNode("x".repeat(33_000))).getRaw())
                .isEmpty();
    }

    @Test
    void an_event_that_cannot_be_a_record_is_told_and_those_around_it_count() {
        var nameless = new Event.Incoming(Person.of(""), draft("a"), JSON.objectNode());
        var timeless = new Event.Incoming(
                Person.of("1"),
                IncomingMessage.newBuilder().setKind(IncomingKind.MESSAGE).setProviderEventId("e"),
                JSON.objectNode());
        var right = new Event.Incoming(Person.of("1"), draft("a"), JSON.objectNode());
        var batch = Translation.of(List.of(nameless, timeless, right), ACCOUNT, new Aliases(), Instant.EPOCH);
        assertThat(batch.messages()).hasSize(1);
        assertThat(batch.notices())
                .extracting(SystemEvent::getEvent)
                .containsExactly("unusable-event", "unusable-event");
    }

    @Test
    void what_a_channel_has_drafted_stays_as_it_was() {
        var draft = draft("a\0b");
        translated(draft, JSON.objectNode());
        assertThat(draft.getText()).isEqualTo("a\0b");
        assertThat(draft.getClientId()).isNull();
    }

    private static IncomingMessage.Builder draft(String text) {
        return Event.draft(IncomingKind.MESSAGE, "e", Instant.EPOCH).setText(text);
    }

    private static IncomingMessage translated(IncomingMessage.Builder draft, JsonNode raw) {
        var event = new Event.Incoming(Person.of("1"), draft, raw);
        return Translation.of(List.of(event), ACCOUNT, new Aliases(), Instant.EPOCH)
                .messages()
                .getFirst();
    }
}
