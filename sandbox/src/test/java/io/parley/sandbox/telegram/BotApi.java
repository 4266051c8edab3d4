package io.parley.sandbox.telegram;

import io.parley.sandbox.Json;
import io.parley.sandbox.Trial;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls of the bot `bot`, in plain HTTP.
final class BotApi {

    static final String TOKEN = "100001:sample";

    private final Trial trial;

    BotApi(Trial trial) {
        this.trial = trial;
    }

    HttpResponse<String> call(String method, String json) {
        return trial.post("/telegram/bot" + TOKEN + "/" + method, json);
    }

    JsonNode result(String method, String json) {
        return Trial.json(call(method, json)).path("result");
    }

    HttpResponse<String> send(long chat, String text) {
        return call("sendMessage", to(chat).put("text", text).toString());
    }

    HttpResponse<String> sendHtml(long chat, String text) {
        return call(
                "sendMessage",
                to(chat).put("text", text).put("parse_mode", "HTML").toString());
    }

    static ObjectNode to(long chat) {
        return Json.object().put("chat_id", chat);
    }

    /// The `description` of an error; empty when there was none.
    static String description(HttpResponse<String> answer) {
        return Trial.json(answer).path("description").asString("");
    }
}
