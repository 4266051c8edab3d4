package io.parley.sandbox.graph;

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
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Media: uploaded, looked up, downloaded with the token from an address that is good for five minutes (Cloud API,
/// media).
final class GraphMedia {

    static final String ATTACHMENTS = "attachments";

    private static final Duration ADDRESS = Duration.ofMinutes(5);
    private static final int LARGEST_UPLOAD = 101 << 20;

    private final World world;
    private final MediaLibrary library;

    GraphMedia(World world, MediaLibrary library) {
        this.world = world;
        this.library = library;
    }

    static List<Part> parts(Exchange exchange) throws IOException {
        return exchange.mediaType().equals("multipart/form-data") ? exchange.parts(LARGEST_UPLOAD) : List.of();
    }

    /// To whom a medium belongs; empty where there is none.
    String channel(String id) {
        return library.find(id).map(Media::channel).orElse("");
    }

    Answer upload(Access access, List<Part> parts) {
        var file = parts.stream().filter(part -> part.name().equals("file")).findFirst();
        var error = access.error()
                .or(() -> field(parts, "messaging_product").equals("whatsapp")
                        ? Optional.empty()
                        : Optional.of(MetaError.invalidParameter("The parameter messaging_product is required.")))
                .or(() -> file.isPresent()
                        ? Optional.empty()
                        : Optional.of(MetaError.invalidParameter("The parameter file is required.")))
                .or(() -> file.flatMap(part -> MediaRules.broken(type(parts, part), part.content().length)));
        if (error.isPresent()) {
            return GraphErrors.answer(error.get());
        }
        var part = file.orElseThrow();
        var kept = library.upload(access.channel(), part.content(), type(parts, part), part.fileName());
        return Answer.done(Json.object().put("id", kept.id()));
    }

    private static String type(List<Part> parts, Part file) {
        var type = field(parts, "type");
        return type.isEmpty() || !type.contains("/") ? file.mediaType() : type;
    }

    private static String field(List<Part> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(Part::text)
                .findFirst()
                .orElse("");
    }

    /// `GET` or `DELETE` of a media id. Another business's media are as good as none.
    Answer object(Access access, String method, String id, String origin) {
        if (!access.isTokenKnown()) {
            return GraphErrors.answer(MetaError.badToken());
        }
        return library.find(id)
                .map(media -> method.equals("DELETE") ? deleted(media) : described(media, origin))
                .orElseGet(() ->
                        GraphErrors.answer(MetaError.noSuchObject(method.equals("DELETE") ? "delete" : "get", id)));
    }

    private Answer deleted(Media media) {
        return Answer.done(Json.object().put("success", library.delete(media.id())));
    }

    private Answer described(Media media, String origin) {
        var until = world.clock().instant().plus(ADDRESS).getEpochSecond();
        return Answer.done(Json.object()
                .put("messaging_product", "whatsapp")
                .put(
                        "url",
                        origin + "/graph/" + ATTACHMENTS + "/" + media.id() + "?mid=" + media.id() + "&ext=" + until
                                + "&hash=" + hash(media.id(), until))
                .put("mime_type", media.mediaType())
                .put("sha256", media.sha256())
                .put("file_size", String.valueOf(media.file().content().length))
                .put("id", media.id()));
    }

    /// Without the token 401; too late, or with another hash, 404.
    void download(Exchange exchange, String id) throws IOException {
        if (world.accounts()
                .find(GraphStandIn.KIND, "access-token", Access.token(exchange))
                .isEmpty()) {
            exchange.bytes(401, "text/plain", new byte[0]);
            return;
        }
        var until =
                exchange.query("ext").filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong);
        var isGood = until.isPresent()
                && Instant.ofEpochSecond(until.get()).isAfter(world.clock().instant())
                && exchange.query("hash").filter(hash(id, until.get())::equals).isPresent();
        var media = isGood ? library.find(id) : Optional.<Media>empty();
        if (media.isPresent()) {
            exchange.bytes(200, media.get().mediaType(), media.get().file().content());
        } else {
            exchange.bytes(404, "text/plain", new byte[0]);
        }
    }

    private static String hash(String id, long until) {
        return HexFormat.of().toHexDigits((id + "/" + until).hashCode());
    }
}
