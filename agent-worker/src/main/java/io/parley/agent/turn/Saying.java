package io.parley.agent.turn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a turn says.
///
/// @param reason of a notice: a stable lower-case word
/// @param imageUrl a picture that belongs to the words
/// @param buttons choices offered with it
public record Saying(
        String replyId,
        Author author,
        Kind kind,
        String text,
        @Nullable String userName,
        @Nullable String reason,
        @Nullable String imageUrl,
        List<Button> buttons) {

    /// Who speaks.
    public enum Author {
        AGENT,
        HUMAN,
        SYSTEM
    }

    /// What it is.
    public enum Kind {
        REPLY,
        FAILURE,
        CANCELLED,
        NOTICE
    }

    /// A choice.
    ///
    /// @param id comes back when it is pressed
    public record Button(String id, String title) {}

    public Saying {
        buttons = buttons == null ? List.of() : List.copyOf(buttons);
    }

    public Saying(
            String replyId, Author author, Kind kind, String text, @Nullable String userName, @Nullable String reason) {
        this(replyId, author, kind, text, userName, reason, null, List.of());
    }

    /// A part of the agent's reply.
    static Saying reply(String replyId, Acts.Part part) {
        return new Saying(
                replyId,
                Author.AGENT,
                Kind.REPLY,
                part.text(),
                null,
                null,
                part.imageUrl().isEmpty() ? null : part.imageUrl(),
                part.buttons());
    }
}
