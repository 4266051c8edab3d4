package io.parley.campaign.load;

import io.parley.campaign.ledger.Line;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of the web chat's frames, as the contract describes it.
final class Frames {

    private static final JsonMapper JSON = new JsonMapper();

    private Frames() {}

    static JsonNode parse(String text) {
        return JSON.readTree(text);
    }

    static String message(String id, String text) {
        return JSON.writeValueAsString(Map.of("type", "message", "id", id, "text", text));
    }

    static String of(String type) {
        return JSON.writeValueAsString(Map.of("type", type));
    }

    static String text(JsonNode frame, String field) {
        var value = optional(frame, field);
        return value == null ? "" : value;
    }

    static @Nullable String optional(JsonNode frame, String field) {
        var value = frame.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }

    static List<String> inReplyTo(JsonNode frame) {
        return StreamSupport.stream(frame.path("in_reply_to").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    static Line.Frame entry(JsonNode frame) {
        return new Line.Frame(
                text(frame, "author"),
                frame.path("kind").asString("reply"),
                text(frame, "position"),
                optional(frame, "previous"),
                optional(frame, "message_id"),
                optional(frame, "reply_id"),
                optional(frame, "turn_id"),
                inReplyTo(frame),
                frame.path("part").asInt(1),
                frame.path("total").asInt(1),
                text(frame, "content"));
    }
}
