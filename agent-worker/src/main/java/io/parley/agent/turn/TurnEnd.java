package io.parley.agent.turn;

import io.parley.agent.settings.AgentSettings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a turn ended and what it says.
///
/// @param reason a stable lower-case word; null where answered
/// @param handover known to whoever ends the turn, and in effect once it has ended; not kept with it
public record TurnEnd(
        Outcome outcome,
        @Nullable String reason,
        List<Saying> sayings,
        Instant at,
        long inputTokens,
        long outputTokens,
        @Nullable Handover handover) {

    /// The endings that an accepted message can come to.
    public enum Outcome {
        ANSWERED,
        FAILED,
        CANCELLED,
        IGNORED
    }

    /// The agent asks for a person, who speaks instead of it from now on.
    ///
    /// @param settings the tenant's, which say how long
    /// @param at log time of the newest message
    public record Handover(AgentSettings settings, String reason, String summary, Instant at) {}

    public TurnEnd {
        sayings = List.copyOf(sayings);
    }

    public TurnEnd(
            Outcome outcome,
            @Nullable String reason,
            List<Saying> sayings,
            Instant at,
            long inputTokens,
            long outputTokens) {
        this(outcome, reason, sayings, at, inputTokens, outputTokens, null);
    }
}
