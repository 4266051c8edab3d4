package io.parley.agent.turn;

import org.jspecify.annotations.Nullable;

/// One thing that a turn says.
///
/// @param reason of a notice: a stable lower-case word
public record Saying(
        String replyId,
        Author author,
        Kind kind,
        String text,
        @Nullable String userName,
        @Nullable String reason) {

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
}
