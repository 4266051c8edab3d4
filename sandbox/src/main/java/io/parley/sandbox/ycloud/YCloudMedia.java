package io.parley.sandbox.ycloud;

import io.parley.sandbox.Answer;
import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Part;
import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.MediaLibrary;
import io.parley.sandbox.whatsapp.MediaLibrary.Media;
import io.parley.sandbox.whatsapp.MediaRules;
import io.parley.sandbox.whatsapp.MetaError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Files of people by a signed link, which needs no key for a few minutes and one afterwards; uploads (YCloud API
/// reference, handle WhatsApp inbound messages, and upload media).
final class YCloudMedia {

    private static final Duration OPEN = Duration.ofMinutes(5);
    private static final int LARGEST_UPLOAD = 101 << 20;
    private static final int UPLOAD_ERROR = 131053;

    private final World world;
    private final MediaLibrary library;

    YCloudMedia(World world, MediaLibrary library) {
        this.world = world;
        this.library = library;
    }

    String link(String id) {
        var time = world.clock().instant().getEpochSecond();
        var payload = Base64.getEncoder()
                .encodeToString(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8))
                .replace("=", "%3D")
                .replace("+", "%2B");
        return world.url().get() + "/ycloud/v2/whatsapp/media/download/" + id + "?sig=t%3D" + time + "%2Cs%3D"
                + hash(id, time) + "&payload=" + payload;
    }

    private static String hash(String id, long time) {
        return HexFormat.of().toHexDigits((id + "/" + time).hashCode());
    }

    void download(Exchange exchange, String id, boolean hasKey) throws IOException {
        var media = library.find(id);
        if (media.isEmpty()) {
            exchange.answer(YCloudError.notFound().answer());
        } else if (hasKey || isOpen(exchange, id)) {
            send(exchange, media.get());
        } else {
            exchange.answer(YCloudError.badKey().answer());
        }
    }

    private boolean isOpen(Exchange exchange, String id) {
        var time = exchange.query("sig")
                .filter(sig -> sig.matches("t=\\d{1,12},s=[0-9a-f]+"))
                .map(sig -> Long.parseLong(sig.substring(2, sig.indexOf(','))));
        return time.isPresent()
                && exchange.query("sig")
                        .filter(("t=" + time.get() + ",s=" + hash(id, time.get()))::equals)
                        .isPresent()
                && world.clock()
                        .instant()
                        .isBefore(Instant.ofEpochSecond(time.get()).plus(OPEN));
    }

    private static void send(Exchange exchange, Media media) throws IOException {
        exchange.bytes(200, media.mediaType(), media.file().content());
    }

    static List<Part> parts(Exchange exchange) throws IOException {
        return exchange.mediaType().equals("multipart/form-data") ? exchange.parts(LARGEST_UPLOAD) : List.of();
    }

    Answer upload(String channel, List<Part> parts) {
        var file = parts.stream().filter(part -> part.name().equals("file")).findFirst();
        return file.map(part -> upload(channel, part))
                .orElseGet(
                        () -> YCloudError.invalid("file", "'file' is required.").answer());
    }

    private Answer upload(String channel, Part file) {
        return MediaRules.broken(file.mediaType(), file.content().length)
                .flatMap(YCloudMedia::refusal)
                .map(YCloudError::answer)
                .orElseGet(() -> Answer.done(Json.object()
                        .put(
                                "id",
                                library.upload(channel, file.content(), file.mediaType(), file.fileName())
                                        .id())));
    }

    private static Optional<YCloudError> refusal(MetaError error) {
        return Optional.of(
                error.code() == UPLOAD_ERROR
                        ? YCloudError.of(413, "CONTENT_TOO_LARGE", "The file is too large.")
                        : YCloudError.invalid("file", "The type of the file is not supported."));
    }
}
