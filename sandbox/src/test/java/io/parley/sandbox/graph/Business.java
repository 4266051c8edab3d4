package io.parley.sandbox.graph;

import io.parley.sandbox.Json;
import io.parley.sandbox.Trial;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A business that calls the Graph API, and a person who has written to it.
final class Business {

    static final String ANN = "5491150000001";
    static final String MESSAGES = "/graph/v25.0/106400000000001/messages";
    static final String[] TOKEN = {"Authorization", "Bearer wa-token"};

    private final Trial trial;

    Business(Trial trial) {
        this.trial = trial;
    }

    static ObjectNode to(String person, String type) {
        return Json.object()
                .put("messaging_product", "whatsapp")
                .put("to", person)
                .put("type", type);
    }

    static ObjectNode text(String person, String text) {
        var message = to(person, "text");
        message.putObject("text").put("body", text);
        return message;
    }

    static ObjectNode buttons(int count) {
        var message = to(ANN, "interactive");
        var interactive = message.putObject("interactive").put("type", "button");
        interactive.putObject("body").put("text", "Which size?");
        var buttons = interactive.putObject("action").putArray("buttons");
        for (int n = 1; n <= count; n++) {
            var button = buttons.addObject().put("type", "reply");
            button.putObject("reply").put("id", "b" + n).put("title", "Size " + n);
        }
        return message;
    }

    static ObjectNode list(int rows) {
        var message = to(ANN, "interactive");
        var interactive = message.putObject("interactive").put("type", "list");
        interactive.putObject("body").put("text", "Which one?");
        var action = interactive.putObject("action").put("button", "Choose");
        var list = action.putArray("sections").addObject().put("title", "All").putArray("rows");
        for (int n = 1; n <= rows; n++) {
            list.addObject().put("id", "r" + n).put("title", "Row " + n).put("description", "about " + n);
        }
        return message;
    }

    HttpResponse<String> send(JsonNode message) {
        return trial.post(MESSAGES, message.toString(), TOKEN);
    }

    /// The id of a message that is taken.
    String sent(JsonNode message) {
        return Trial.json(send(message)).path("messages").path(0).path("id").asString("");
    }

    JsonNode error(JsonNode message) {
        return Trial.json(send(message)).path("error");
    }

    int code(JsonNode message) {
        return error(message).path("code").asInt(0);
    }
}
