package io.parley.agent.model;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    ///
    /// @param pictures shown with it
    public record Line(boolean ours, String text, List<Picture> pictures) {

        public Line {
            pictures = List.copyOf(pictures);
        }

        public Line(boolean ours, String text) {
            this(ours, text, List.of());
        }
    }

    /// A picture that the model is shown.
    ///
    /// @param hash of its content, by which two requests are the same
    /// @param content read when the request is made; empty where it is gone
    public record Picture(String hash, String mediaType, Supplier<Optional<byte[]>> content) {}

    public Prompt {
        lines = List.copyOf(lines);
    }

    /// The same lines with neighbours of one side joined: many servers insist on turns.
    List<Line> alternating() {
        var joined = new ArrayList<Line>();
        for (var line : lines) {
            if (!joined.isEmpty() && joined.getLast().ours() == line.ours()) {
                var before = joined.removeLast();
                joined.add(new Line(
                        line.ours(),
                        before.text() + "\n" + line.text(),
                        Stream.concat(before.pictures().stream(), line.pictures().stream())
                                .toList()));
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
        for (var line : alternating()) {
            var message = messages.addObject()
                    .put("role", line.ours() ? "assistant" : "user")
                    .put("content", line.text());
            line.pictures().forEach(picture -> message.withArray("pictures").add(picture.hash()));
        }
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
