package io.parley.agent.handoff;

import java.time.Instant;

/// A hand-over that the team has still to be told of.
///
/// @param windowEnd number of the last line of the conversation then
/// @param askedAt log time of the message that the agent could not or should not answer
/// @param tries how often the mail has been tried, this one included
/// @param announced whether operators know
/// @param reported whether operators know that the mail can't be sent
record Handover(
        String turnId,
        String clientId,
        String channel,
        String reason,
        String summary,
        long windowEnd,
        Instant askedAt,
        Instant silentUntil,
        int tries,
        boolean announced,
        boolean reported) {}
