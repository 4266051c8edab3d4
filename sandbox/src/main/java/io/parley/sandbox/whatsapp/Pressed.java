package io.parley.sandbox.whatsapp;

import io.parley.sandbox.ControlError;
import io.parley.sandbox.Json;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What pressing a button or a row says (Cloud API, interactive messages webhook and button messages webhook).
final class Pressed {

    private Pressed() {}

    /// An answer to a message.
    ///
    /// @param title what the person's phone shows
    /// @param content in Meta's form
    record Reply(String title, ObjectNode content) {}

    /// @param message what the business has sent
    static Reply of(JsonNode message, String button) {
        var interactive = message.path("interactive");
        var action = interactive.path("action");
        return switch (interactive.path("type").asString(message.path("type").asString(""))) {
            case "button" ->
                interactive(
                        "button_reply",
                        find(action.path("buttons").valueStream().map(one -> one.path("reply")), button));
            case "list" ->
                interactive(
                        "list_reply",
                        find(
                                action.path("sections")
                                        .valueStream()
                                        .flatMap(section -> section.path("rows").valueStream()),
                                button));
            case "template" -> quickReply(button);
            default -> throw nothingThere();
        };
    }

    private static JsonNode find(Stream<JsonNode> choices, String id) {
        return choices.filter(choice -> choice.path("id").asString("").equals(id))
                .findFirst()
                .orElseThrow(Pressed::nothingThere);
    }

    private static Reply interactive(String type, JsonNode choice) {
        var reply = Json.object()
                .put("id", choice.path("id").asString(""))
                .put("title", choice.path("title").asString(""));
        Optional.ofNullable(choice.path("description").asString(null))
                .ifPresent(description -> reply.put("description", description));
        var content = Json.object().put("type", type);
        content.set(type, reply);
        return new Reply(choice.path("title").asString(""), Acts.content("interactive", content));
    }

    private static Reply quickReply(String payload) {
        return new Reply(
                payload,
                Acts.content("button", Json.object().put("payload", payload).put("text", payload)));
    }

    private static ControlError nothingThere() {
        return ControlError.wrong("there is no such button");
    }
}
