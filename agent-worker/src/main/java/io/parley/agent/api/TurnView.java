package io.parley.agent.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.turn.RunningTurns;
import io.parley.agent.turn.Turn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A turn's state, as JSON.
@JsonInclude(JsonInclude.Include.NON_NULL)
record TurnView(
        @JsonProperty("turn_id") String turnId,
        @JsonProperty("client_id") String clientId,
        String status,
        int attempt,
        @Nullable String phase,
        @Nullable String tool,
        @Nullable Integer progress,
        @Nullable String reason,
        @JsonProperty("in_reply_to") List<String> inReplyTo) {

    static TurnView of(Turn turn, Optional<RunningTurns.Now> now) {
        var end = turn.ending();
        var running = now.filter(state -> end.isEmpty());
        return new TurnView(
                turn.id(),
                turn.client().id(),
                end.map(ended -> TurnController.lowerCase(ended.outcome())).orElse("running"),
                turn.attempt(),
                running.map(state -> TurnController.lowerCase(state.phase())).orElse(null),
                running.map(RunningTurns.Now::tool).orElse(null),
                running.map(RunningTurns.Now::progress).orElse(null),
                end.map(ended -> ended.reason()).orElse(null),
                turn.messageIds());
    }

    static TurnView waiting(RunningTurns.Now now) {
        return new TurnView(
                now.turnId(),
                now.client().id(),
                "waiting",
                now.attempt(),
                TurnController.lowerCase(now.phase()),
                now.tool(),
                now.progress(),
                null,
                now.messageIds());
    }
}
