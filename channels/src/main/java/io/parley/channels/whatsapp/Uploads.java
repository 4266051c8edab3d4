package io.parley.channels.whatsapp;

import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// What comes after the upload of a picture.
public final class Uploads {

    private static final Duration SOON = Duration.ofSeconds(2);

    private Uploads() {}

    /// The message with the picture's id in place of its bytes.
    public static Piece byId(Piece piece, String id) {
        var body = piece.body().deepCopy();
        if (body.path("image") instanceof ObjectNode image) {
            image.remove("link");
            image.put("id", id);
        }
        return piece.as(piece.method(), body);
    }

    /// A picture that is not taken leaves its words; what hinders any call hinders this one, too.
    ///
    /// @param uploaded what the failed upload would mean if it had been a message
    public static Outcome refused(Outcome uploaded, Piece piece) {
        return switch (uploaded) {
            case Outcome.Refused refused ->
                Fallback.withoutPicture(piece)
                        .<Outcome>map(words -> new Outcome.Instead(words, refused.reason()))
                        .orElse(refused);
            case Outcome.Unknown unknown -> new Outcome.Later(SOON, Scope.CLIENT, "upload-failed");
            default -> uploaded;
        };
    }
}
