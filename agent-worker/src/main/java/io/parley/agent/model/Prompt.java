package io.parley.agent.model;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// One request to a model.
///
/// @param system what the agent is told to be; empty for nothing
/// @param lines the conversation, oldest first
public record Prompt(Endpoint endpoint, String model, OptionalDouble temperature, String system, List<Line> lines) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Where a provider is reached.
    public record Endpoint(URI baseUrl, String apiKey) {

        /// Without the key.
        @Override
        public String toString() {
            return baseUrl.toString();
        }
    }

    /// One line of the conversation.
    public record Line(boolean ours, String text) {}

    public Prompt {
        lines = List.copyOf(lines);
    }

    /// The same lines with neighbours of one side joined: many servers insist on turns.
    List<Line> alternating() {
        var joined = new ArrayList<Line>();
        for (var line : lines) {
            if (!joined.isEmpty() && joined.getLast().ours() == line.ours()) {
                var before = joined.removeLast();
                joined.add(new Line(line.ours(), before.text() + "\n" + line.text()));
            } else {
                joined.add(line);
            }
        }
        return joined;
    }

    /// The request as one JSON text: the same for the same request, whoever is asked.
    String canonical() {
        var messages = JsonNodeFactory.instance.arrayNode();
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        alternating()
                .forEach(line -> messages.addObject()
                        .put("role", line.ours() ? "assistant" : "user")
                        .put("content", line.text()));
        var request = JsonNodeFactory.instance.objectNode().put("model", model);
        temperature.ifPresent(value -> request.put("temperature", value));
        return JSON.writeValueAsString(request.set("messages", messages));
    }

    /// SHA-256 of the canonical request, in hex.
    public String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
