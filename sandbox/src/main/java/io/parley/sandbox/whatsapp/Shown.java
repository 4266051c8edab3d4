package io.parley.sandbox.whatsapp;

import io.parley.sandbox.FileStore;
import io.parley.sandbox.Message;
import io.parley.sandbox.Message.Attached;
import io.parley.sandbox.Message.Button;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a message of a business looks on the person's phone.
final class Shown {

    private static final Map<String, String> KINDS = Map.of("image", "photo", "contacts", "contact");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "image", "image/jpeg",
            "sticker", "image/webp",
            "audio", "audio/ogg",
            "video", "video/mp4",
            "document", "application/octet-stream");

    private Shown() {}

    static Message of(String wamid, JsonNode message, MediaLibrary media) {
        var type = message.path("type").asString("text");
        var content = message.path(type);
        var text = text(type, content);
        return Message.draft(wamid, Message.From.AGENT, KINDS.getOrDefault(type, type), text)
                .withText(text, text.isEmpty() ? null : FormattedText.html(text))
                .withFile(file(type, content, media))
                .withButtons(buttons(type, content))
                .in(message.path("context").path("message_id").asString(null), null);
    }

    static String text(String type, JsonNode content) {
        return switch (type) {
            case "text" -> content.path("body").asString("");
            case "location" ->
                content.path("name")
                        .asString(content.path("latitude").asString("") + ", "
                                + content.path("longitude").asString(""));
            case "contacts" ->
                content.valueStream()
                        .map(contact ->
                                contact.path("name").path("formatted_name").asString(""))
                        .collect(Collectors.joining(", "));
            case "interactive" ->
                lines(Stream.of(content.path("header"), content.path("body"), content.path("footer"))
                        .map(part -> part.path("text").asString("")));
            case "template" ->
                lines(Stream.concat(
                        Stream.of(content.path("name").asString("")),
                        content.path("components")
                                .valueStream()
                                .filter(part -> !part.path("type").asString("").equalsIgnoreCase("button"))
                                .flatMap(part -> part.path("parameters").valueStream())
                                .map(parameter -> parameter.path("text").asString(""))));
            default -> content.path("caption").asString("");
        };
    }

    private static String lines(Stream<String> parts) {
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static @Nullable Attached file(String type, JsonNode content, MediaLibrary media) {
        var mediaType = MEDIA_TYPES.get(type);
        if (mediaType == null) {
            return null;
        }
        var link = content.path("link").asString(null);
        return link != null
                ? new Attached(link, mediaType, content.path("filename").asString(null))
                : media.find(content.path("id").asString(""))
                        .map(found -> FileStore.attached(found.file()))
                        .orElse(null);
    }

    private static List<Button> buttons(String type, JsonNode content) {
        var action = content.path("action");
        return switch (type + " " + content.path("type").asString("")) {
            case "interactive button" ->
                action.path("buttons")
                        .valueStream()
                        .map(button -> button(button.path("reply")))
                        .toList();
            case "interactive list" ->
                action.path("sections")
                        .valueStream()
                        .flatMap(section -> section.path("rows").valueStream())
                        .map(Shown::button)
                        .toList();
            case "interactive cta_url" ->
                List.of(new Button(
                        "url",
                        action.path("parameters").path("display_text").asString(""),
                        action.path("parameters").path("url").asString("")));
            case "template " -> quickReplies(content);
            default -> List.of();
        };
    }

    private static Button button(JsonNode holder) {
        return new Button(holder.path("id").asString(""), holder.path("title").asString(""), null);
    }

    /// A quick reply of a template has its words in the template itself; here its payload stands for them.
    private static List<Button> quickReplies(JsonNode template) {
        return template.path("components")
                .valueStream()
                .filter(part -> part.path("sub_type").asString("").equalsIgnoreCase("quick_reply"))
                .map(part -> part.path("parameters").path(0).path("payload").asString(null))
                .filter(Objects::nonNull)
                .map(payload -> new Button(payload, payload, null))
                .toList();
    }
}
