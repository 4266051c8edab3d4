package io.parley.agent.turn;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a turn ended and what it says.
///
/// @param reason a stable lower-case word; null where answered
public record TurnEnd(
        Outcome outcome,
        @Nullable String reason,
        List<Saying> sayings,
        Instant at,
        long inputTokens,
        long outputTokens) {

    /// The endings that an accepted message can come to.
    public enum Outcome {
        ANSWERED,
        FAILED,
        CANCELLED,
        IGNORED
    }

    public TurnEnd {
        sayings = List.copyOf(sayings);
    }
}
