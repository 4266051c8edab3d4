package io.parley.channels.whatsapp;

import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What somebody has said: words, media, a choice.
record MessageContent(
        @Nullable String text,
        @Nullable String buttonId,
        List<Attachment> attachments,
        Map<String, String> attributes) {

    private static final String UNSUPPORTED = "unsupported message";

    /// Of a message in Meta's JSON.
    ///
    /// @return empty where its type is not one that says something, or not known
    static Optional<MessageContent> of(JsonNode message) {
        var type = message.path("type").asString("");
        var body = message.path(type);
        return switch (type) {
            case "text" -> said(body.path("body").asString(""));
            case "image", "video", "document", "sticker" -> media(type, body);
            case "audio" -> media(body.path("voice").asBoolean(false) ? "voice" : "audio", body);
            case "location" -> attached(attachment("location").setText(place(body)));
            case "contacts" -> contacts(body);
            case "interactive" -> interactive(body);
            case "button" -> chosen(body.path("text"), body.path("payload"));
            case "order" -> order(body);
            case "request_welcome" -> said("[has opened the chat]");
            case "unsupported" -> said(unsupported(body.path("type")));
            default -> Optional.empty();
        };
    }

    /// Puts it into a record's draft.
    IncomingMessage.Builder into(IncomingMessage.Builder draft, Map<String, String> more) {
        var all = new HashMap<>(attributes);
        all.putAll(more);
        return draft.setText(text)
                .setButtonId(buttonId)
                .setAttachments(attachments)
                .setAttributes(all);
    }

    private static Optional<MessageContent> said(@Nullable String text) {
        return Optional.of(new MessageContent(text, null, List.of(), Map.of()));
    }

    private static Optional<MessageContent> attached(Attachment.Builder attachment) {
        return Optional.of(new MessageContent(null, null, List.of(attachment.build()), Map.of()));
    }

    private static Optional<MessageContent> chosen(JsonNode title, JsonNode id) {
        return Optional.of(new MessageContent(title.asString(""), Texts.of(id).orElse(null), List.of(), Map.of()));
    }

    private static Optional<MessageContent> media(String kind, JsonNode media) {
        var attachment = attachment(kind)
                .setReference(Texts.distinct(media.path("link"), media.path("id"), media.path("url")).stream()
                        .findFirst()
                        .orElse(null))
                .setMediaType(Texts.of(media.path("mime_type"))
                        .map(MessageContent::bare)
                        .orElse(null))
                .setFileName(Texts.of(media.path("filename")).orElse(null));
        var caption = Texts.of(media.path("caption")).orElse(null);
        return Optional.of(new MessageContent(caption, null, List.of(attachment.build()), Map.of()));
    }

    /// A type without its parameters: `audio/ogg; codecs=opus` has one.
    private static String bare(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).strip();
    }

    private static String place(JsonNode place) {
        var name = Texts.joined(", ", place.path("name"), place.path("address"));
        var coordinates = Texts.joined(", ", place.path("latitude"), place.path("longitude"));
        return name.isEmpty() ? coordinates : name + " (" + coordinates + ")";
    }

    private static Optional<MessageContent> contacts(JsonNode contacts) {
        var all = contacts.valueStream()
                .map(contact -> attachment("contact").setText(card(contact)).build())
                .toList();
        return Optional.of(new MessageContent(null, null, all, Map.of()));
    }

    private static String card(JsonNode contact) {
        var name = contact.path("name");
        var called = Texts.of(name.path("formatted_name"))
                .orElseGet(() -> Texts.joined(" ", name.path("first_name"), name.path("last_name")));
        var numbers = listed(contact.path("phones"), "phone");
        var addresses = listed(contact.path("emails"), "email");
        return Stream.of(called, contact.path("org").path("company").asString(""), numbers, addresses)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
    }

    private static String listed(JsonNode list, String field) {
        return list.valueStream()
                .flatMap(one -> Texts.of(one.path(field)).stream())
                .collect(Collectors.joining(", "));
    }

    private static Optional<MessageContent> interactive(JsonNode reply) {
        var type = reply.path("type").asString("");
        var body = reply.path(type);
        return switch (type) {
            case "button_reply", "list_reply" -> chosen(body.path("title"), body.path("id"));
            case "nfm_reply" -> flow(body);
            // Meta sends interactive messages without their object, with an error beside them.
            case "" -> said("[" + UNSUPPORTED + "]");
            default -> Optional.empty();
        };
    }

    /// A form that has been filled in: the answers stand in it as JSON in a text.
    private static Optional<MessageContent> flow(JsonNode reply) {
        return said(Texts.joined("\n", reply.path("body"), reply.path("response_json")));
    }

    private static Optional<MessageContent> order(JsonNode order) {
        var items = order.path("product_items")
                .valueStream()
                .map(item -> Texts.joined(" × ", item.path("quantity"), item.path("product_retailer_id")) + " ("
                        + Texts.joined(" ", item.path("item_price"), item.path("currency")) + ")")
                .collect(Collectors.joining("\n"));
        var words = order.path("text").asString("").strip();
        var text = words.isEmpty() ? items : words + "\n" + items;
        var attributes = new HashMap<String, String>();
        Texts.of(order.path("catalog_id")).ifPresent(id -> attributes.put("catalog_id", id));
        return Optional.of(new MessageContent(text, null, List.of(), attributes));
    }

    private static String unsupported(JsonNode type) {
        return "[" + UNSUPPORTED + Texts.of(type).map(what -> ": " + what).orElse("") + "]";
    }

    private static Attachment.Builder attachment(String kind) {
        return Attachment.newBuilder().setKind(kind);
    }
}
