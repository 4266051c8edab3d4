package io.parley.agent.turn;

import java.time.Instant;

/// One model request with its answer, or one tool call with its result.
///
/// @param kind `model` or `tool`
/// @param name the model's or tool's name
/// @param requestHash SHA-256 of the canonical request; a request with this hash is never paid for again in this turn
/// @param answer what the other side answered
public record Step(
        int attempt,
        String kind,
        String name,
        String requestHash,
        String answer,
        Instant startedAt,
        long durationMillis,
        long inputTokens,
        long outputTokens) {}
