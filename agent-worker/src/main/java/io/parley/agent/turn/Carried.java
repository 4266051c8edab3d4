package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.channels.Event;
import io.parley.schemas.avro.IncomingMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a record carries besides its words.
///
/// @param attributes what only its channel knows, and its sender needs again
/// @param files files, places and contacts, in order
/// @param providerId the provider's id of the message, by which edits and quotes name it; null where it has none
/// @param refersTo the provider's id of the message that it quotes
/// @param buttonId of the button that was pressed
public record Carried(
        Map<String, String> attributes,
        List<Attached> files,
        @Nullable String providerId,
        @Nullable String refersTo,
        @Nullable String buttonId) {

    private static final int LONGEST_QUOTE = 500;

    static final Carried NOTHING = new Carried(Map.of(), List.of(), null, null, null);

    public Carried {
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        files = files == null ? List.of() : List.copyOf(files);
    }

    static Carried of(IncomingMessage message) {
        var attributes = new HashMap<String, String>();
        message.getAttributes()
                .forEach((name, value) -> attributes.put(Storable.text(name), Storable.text(cut(name, value))));
        return new Carried(
                attributes,
                message.getAttachments().stream()
                        .map(Attached::of)
                        .map(Carried::storable)
                        .toList(),
                providerId(message),
                message.getRefersTo().map(Storable::text).orElse(null),
                message.getButtonId().map(Storable::text).orElse(null));
    }

    private static String cut(String name, String value) {
        return name.equals(Event.QUOTED) && value.codePointCount(0, value.length()) > LONGEST_QUOTE
                ? value.substring(0, value.offsetByCodePoints(0, LONGEST_QUOTE)) + "…"
                : value;
    }

    /// By which later records name this message.
    static String providerId(IncomingMessage message) {
        return Storable.text(message.getAttributes().getOrDefault(Event.MESSAGE_ID, message.getProviderEventId()));
    }

    private static Attached storable(Attached file) {
        return new Attached(
                Storable.text(file.kind()),
                storable(file.reference()),
                storable(file.mediaType()),
                storable(file.fileName()),
                file.sizeBytes(),
                storable(file.text()));
    }

    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : Storable.text(text);
    }

    /// The attributes that go back to the channel's sender; the others say something to the model.
    Map<String, String> forSender() {
        var sent = new HashMap<>(attributes);
        sent.remove(Event.QUOTED);
        sent.remove(Event.FORWARDED);
        return Map.copyOf(sent);
    }

    /// The same with other files.
    Carried with(List<Attached> others) {
        return new Carried(attributes, others, providerId, refersTo, buttonId);
    }
}
