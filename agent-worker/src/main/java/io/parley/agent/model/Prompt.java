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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One request to a model.
///
/// @param tenant whose request it is; the model is not told
/// @param system what the agent is told to be; empty for nothing
/// @param lines the conversation, oldest first
/// @param functions what the model may ask to be called
/// @param answerOnly whether it has to answer now and may ask for nothing more
public record Prompt(
        String tenant,
        Endpoint endpoint,
        String model,
        OptionalDouble temperature,
        String system,
        List<Line> lines,
        List<Function> functions,
        boolean answerOnly) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Where a provider is reached.
    public record Endpoint(URI baseUrl, String apiKey) {

        /// Without the key.
        @Override
        public String toString() {
            return baseUrl.toString();
        }
    }

    /// Something that the model may ask to be called.
    ///
    /// @param parameters JSON Schema of its arguments, an object
    public record Function(String name, String description, JsonNode parameters) {}

    /// One line of the conversation.
    ///
    /// @param pictures shown with it
    /// @param asks of a line of ours: the calls that the model asked for with it
    /// @param answers of the result of such a call: the call
    public record Line(
            boolean ours,
            String text,
            List<Picture> pictures,
            List<Ask> asks,
            @Nullable Ask answers) {

        public Line {
            pictures = List.copyOf(pictures);
            asks = List.copyOf(asks);
        }

        public Line(boolean ours, String text) {
            this(ours, text, List.of());
        }

        public Line(boolean ours, String text, List<Picture> pictures) {
            this(ours, text, pictures, List.of(), null);
        }

        /// What the model said together with the calls that it asked for.
        public static Line asking(String text, List<Ask> asks) {
            return new Line(true, text, List.of(), asks, null);
        }

        /// The result of a call.
        public static Line result(Ask ask, String content) {
            return new Line(false, content, List.of(), List.of(), ask);
        }

        private boolean isPlain() {
            return asks.isEmpty() && answers == null;
        }
    }

    /// A picture that the model is shown.
    ///
    /// @param hash of its content, by which two requests are the same
    /// @param content read when the request is made; empty where it is gone
    public record Picture(String hash, String mediaType, Supplier<Optional<byte[]>> content) {}

    public Prompt {
        lines = List.copyOf(lines);
        functions = List.copyOf(functions);
    }

    /// The same lines with neighbours of one side joined: many servers insist on turns.
    List<Line> alternating() {
        var joined = new ArrayList<Line>();
        for (var line : lines) {
            if (!joined.isEmpty() && isJoined(joined.getLast(), line)) {
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

    private static boolean isJoined(Line before, Line line) {
        return before.ours() == line.ours() && before.isPlain() && line.isPlain();
    }

    /// The request as one JSON text: the same for the same request, whoever is asked.
    public String canonical() {
        return JSON.writeValueAsString(json());
    }

    private ObjectNode json() {
        var messages = JsonNodeFactory.instance.arrayNode();
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        for (var line : alternating()) {
            var message = messages.addObject().put("role", role(line)).put("content", line.text());
            line.pictures().forEach(picture -> message.withArray("pictures").add(picture.hash()));
            line.asks()
                    .forEach(ask -> message.withArray("asks")
                            .addObject()
                            .put("id", ask.id())
                            .put("name", ask.name())
                            .put("arguments", ask.arguments()));
            if (line.answers() != null) {
                message.put("answers", line.answers().id());
            }
        }
        var request = JsonNodeFactory.instance.objectNode().put("model", model);
        temperature.ifPresent(value -> request.put("temperature", value));
        if (answerOnly) {
            request.put("answer_only", true);
        }
        functions.forEach(function -> request.withArray("functions")
                .addObject()
                .put("name", function.name())
                .put("description", function.description())
                .set("parameters", function.parameters()));
        request.set("messages", messages);
        return request;
    }

    private static String role(Line line) {
        return line.answers() != null ? "tool" : line.ours() ? "assistant" : "user";
    }

    /// A short hash of each of the request's longer parts: enough to say which one differs another time.
    public ObjectNode parts() {
        var request = json();
        var parts = JsonNodeFactory.instance.objectNode();
        for (var function : request.path("functions")) {
            parts.withObject("functions").put(function.path("name").asString(""), brief(function));
        }
        for (var message : request.path("messages")) {
            parts.withArray("messages").add(message.path("role").asString("") + " " + brief(message));
        }
        return parts;
    }

    private static String brief(JsonNode part) {
        return sha256(JSON.writeValueAsString(part)).substring(0, 12);
    }

    /// SHA-256 of the canonical request, in hex.
    public String hash() {
        return sha256(canonical());
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
