package io.parley.standalone.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Raw HTTP to the stand-in model, as the OpenAI API reference describes it.
final class ModelClient {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String root;

    ModelClient(StandInModel model) {
        this.root = "http://localhost:" + model.port();
    }

    static ObjectNode request(String prompt, String... said) {
        ObjectNode body = JSON.createObjectNode().put("model", "stand-in");
        body.putArray("messages").addObject().put("role", "system").put("content", prompt);
        boolean customer = true;
        for (String text : said) {
            body.withArray("messages")
                    .addObject()
                    .put("role", customer ? "user" : "assistant")
                    .put("content", text);
            customer = !customer;
        }
        return body;
    }

    HttpResponse<String> chat(JsonNode body) throws IOException, InterruptedException {
        return http.send(post("/v1/chat/completions", body.toString()), BodyHandlers.ofString());
    }

    String answer(JsonNode body) throws IOException, InterruptedException {
        return JSON.readTree(chat(body).body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString();
    }

    /// The events of a stream, without `data: `.
    List<String> stream(ObjectNode body) throws IOException, InterruptedException {
        return chat(body.put("stream", true))
                .body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    JsonNode control(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(http.send(post("/control" + path, body), BodyHandlers.ofString())
                .body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Authorization", "Bearer key")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
