package io.parley.replay.timeline;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Something that happened in a client's conversation.
///
/// @param at when, by the log's time or by the clock of whoever did it
/// @param name what: a stable lower-case word
/// @param turn the turn in which it happened, if in one
/// @param attempt of the turn, from 1; 0 outside of any
/// @param cause why, in words or by what; empty where the client did it
/// @param details what is known of it besides, by stable names
public record Event(
        Instant at, Kind kind, String name, Optional<String> turn, int attempt, String cause, ObjectNode details) {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /// What sort of event; of two at the same time the earlier sort comes first.
    public enum Kind {
        /// The client did something.
        CLIENT,
        /// A person of the tenant did something.
        PERSON,
        /// A turn began.
        BEGUN,
        /// The worker decided something.
        DECISION,
        /// The model or a tool was asked.
        CALL,
        /// Something was said.
        ENTRY,
        /// A turn ended.
        ENDED,
        /// A provider was asked to deliver, or told what became of it.
        DELIVERY,
        /// How things stood at a time.
        STANDING
    }

    /// As one JSON object: `at`, `event`, `client_id`, where there are any `turn_id`, `attempt` and `cause`, then the
    /// details.
    public ObjectNode json(String clientId) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("at", TIME.format(at)).put("event", name).put("client_id", clientId);
        turn.ifPresent(id -> json.put("turn_id", id));
        if (attempt > 0) {
            json.put("attempt", attempt);
        }
        if (!cause.isEmpty()) {
            json.put("cause", cause);
        }
        details.properties().forEach(field -> json.set(field.getKey(), field.getValue()));
        return json;
    }
}
