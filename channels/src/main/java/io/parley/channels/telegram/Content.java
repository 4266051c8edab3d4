package io.parley.channels.telegram;

import io.parley.schemas.avro.Attachment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a message says (Telegram Bot API, Message): words and media.
///
/// @param buttonId of a button of a reply keyboard that opened a web application
record Content(@Nullable String text, @Nullable String buttonId, List<Attachment> attachments) {

    /// A file of a message. The first that is there is taken: an animation comes as a document, too, and a
    /// venue as a location.
    private record File(String field, String kind, @Nullable String mediaType) {}

    private static final List<File> FILES = List.of(
            new File("voice", "voice", "audio/ogg"),
            new File("audio", "audio", "audio/mpeg"),
            new File("video", "video", "video/mp4"),
            new File("video_note", "video", "video/mp4"),
            new File("animation", "video", "video/mp4"),
            new File("document", "document", null));

    /// What has no words and no file that Parley could show to an agent, but wants an answer.
    private static final List<String> ONLY_NAMED =
            List.of("story", "checklist", "game", "paid_media", "rich_message", "invoice");

    Content {
        attachments = List.copyOf(attachments);
    }

    static Content of(JsonNode message) {
        var attachment = Stream.of(file(message), photo(message), sticker(message), place(message), contact(message))
                .flatMap(Optional::stream)
                .limit(1)
                .toList();
        var application = message.path("web_app_data");
        return new Content(text(message), application.path("data").asString(null), attachment);
    }

    boolean isEmpty() {
        return text == null && buttonId == null && attachments.isEmpty();
    }

    private static @Nullable String text(JsonNode message) {
        return Stream.of(
                        words(message, "text"),
                        words(message, "caption"),
                        words(message.path("web_app_data"), "button_text"),
                        poll(message.path("poll")),
                        dice(message.path("dice")),
                        ONLY_NAMED.stream().filter(message::has).findFirst().map(name -> "[" + name + "]"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> poll(JsonNode poll) {
        var options = poll.path("options")
                .valueStream()
                .flatMap(option -> words(option, "text").stream())
                .map(option -> "\n• " + option)
                .collect(Collectors.joining());
        return words(poll, "question").map(question -> question + options);
    }

    private static Optional<String> dice(JsonNode dice) {
        return words(dice, "emoji")
                .map(emoji -> emoji + " " + dice.path("value").asString(""));
    }

    private static Optional<Attachment> file(JsonNode message) {
        return FILES.stream()
                .filter(file -> message.path(file.field()).isObject())
                .findFirst()
                .flatMap(file -> attachment(file.kind(), message.path(file.field()), file.mediaType()))
                .map(Attachment.Builder::build);
    }

    private static Optional<Attachment> photo(JsonNode message) {
        return message.path("photo")
                .valueStream()
                .max(Comparator.comparingLong(size ->
                        size.path("width").asLong(0) * size.path("height").asLong(0)))
                .flatMap(largest -> attachment("image", largest, "image/jpeg"))
                .map(Attachment.Builder::build);
    }

    private static Optional<Attachment> sticker(JsonNode message) {
        var sticker = message.path("sticker");
        var still = sticker.path("is_animated").asBoolean(false) ? "application/x-tgsticker" : "image/webp";
        var mediaType = sticker.path("is_video").asBoolean(false) ? "video/webm" : still;
        return attachment("sticker", sticker, mediaType)
                .map(draft ->
                        draft.setText(words(sticker, "emoji").orElse(null)).build());
    }

    private static Optional<Attachment> place(JsonNode message) {
        var location = message.path("location").isObject()
                ? message.path("location")
                : message.path("venue").path("location");
        if (!location.path("latitude").isNumber() || !location.path("longitude").isNumber()) {
            return Optional.empty();
        }
        var coordinates = location.path("latitude").asString("") + ", "
                + location.path("longitude").asString("");
        return Optional.of(inWords(
                "location",
                Stream.of(
                        words(message.path("venue"), "title"),
                        words(message.path("venue"), "address"),
                        Optional.of(coordinates))));
    }

    private static Optional<Attachment> contact(JsonNode message) {
        var contact = message.path("contact");
        return words(contact, "phone_number")
                .map(phone -> inWords(
                        "contact",
                        Stream.of(words(contact, "first_name"), words(contact, "last_name"), Optional.of(phone))));
    }

    private static Attachment inWords(String kind, Stream<Optional<String>> words) {
        return Attachment.newBuilder()
                .setKind(kind)
                .setText(words.flatMap(Optional::stream).collect(Collectors.joining(", ")))
                .build();
    }

    /// Without a file id there is nothing to fetch.
    private static Optional<Attachment.Builder> attachment(String kind, JsonNode file, @Nullable String mediaType) {
        var size = file.path("file_size");
        return words(file, "file_id")
                .map(id -> Attachment.newBuilder()
                        .setKind(kind)
                        .setReference(id)
                        .setMediaType(words(file, "mime_type")
                                .map(type -> type.replaceFirst("\\s*;.*", ""))
                                .orElse(mediaType))
                        .setFileName(words(file, "file_name").orElse(null))
                        .setSizeBytes(size.canConvertToLong() ? (Long) size.asLong() : null));
    }

    private static Optional<String> words(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).asString(null)).filter(text -> !text.isBlank());
    }
}
