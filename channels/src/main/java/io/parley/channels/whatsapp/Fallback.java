package io.parley.channels.whatsapp;

import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What may be sent instead of a message that WhatsApp has refused.
public final class Fallback {

    private static final String STANDARD_LANGUAGE = "en_US";

    private Fallback() {}

    /// How the call has ended, with the other form where there is one.
    public static Outcome outcome(GraphError error, Piece piece, Addressee to) {
        return instead(error.code(), piece, to)
                .<Outcome>map(other -> new Outcome.Instead(other, GraphError.reason(error.code())))
                .orElseGet(error::outcome);
    }

    private static Optional<Piece> instead(int code, Piece piece, Addressee to) {
        return switch (code) {
            case GraphError.WINDOW_CLOSED -> template(piece, to);
            case GraphError.MEDIA_DOWNLOAD, GraphError.MEDIA_UPLOAD -> withoutPicture(piece);
            case GraphError.NEEDS_PHONE -> byPhone(piece, to);
            default -> Optional.empty();
        };
    }

    /// The account's template asks the person to write again. One for a reply, not one for each of its messages.
    private static Optional<Piece> template(Piece piece, Addressee to) {
        if (piece.method().equals(WhatsAppPieces.NEXT)
                || piece.body().path("type").asString("").equals("template")) {
            return Optional.empty();
        }
        return to.account().text("template").map(template -> {
            int colon = template.indexOf(':');
            var body = JsonNodeFactory.instance.objectNode().put("type", "template");
            body.putObject("template")
                    .put("name", colon < 0 ? template : template.substring(0, colon))
                    .putObject("language")
                    .put("code", colon < 0 ? STANDARD_LANGUAGE : template.substring(colon + 1));
            return piece.as(piece.method(), body);
        });
    }

    /// The words and the picture's address.
    static Optional<Piece> withoutPicture(Piece piece) {
        var body = piece.body();
        if (body.path("type").asString("").equals("image")) {
            var image = body.path("image");
            var text = words(image.path("caption").asString(""), image.path("link"));
            return text.isEmpty() ? Optional.empty() : Optional.of(piece.as(piece.method(), WhatsAppPieces.text(text)));
        }
        var copy = body.deepCopy();
        if (!(copy.path("interactive") instanceof ObjectNode interactive) || interactive.remove("header") == null) {
            return Optional.empty();
        }
        return Optional.of(piece.as(piece.method(), copy));
    }

    private static String words(String caption, JsonNode link) {
        var address = link.asString("");
        return address.startsWith("data:") ? caption : (caption + "\n" + address).strip();
    }

    private static Optional<Piece> byPhone(Piece piece, Addressee to) {
        return piece.method().equals(WhatsAppPieces.BY_PHONE)
                        || to.attribute(Event.PHONE).isEmpty()
                ? Optional.empty()
                : Optional.of(piece.as(WhatsAppPieces.BY_PHONE, piece.body()));
    }
}
