package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An answer in the two shapes of the OpenAI API: one `chat.completion`, or the events of a stream of
/// `chat.completion.chunk`.
///
/// @param hash   of the request, from which the ids are made
/// @param pieces the answer's tokens
/// @param call   the tool call, when the answer is one
record Completion(
        String hash, long created, List<String> pieces, Optional<ToolCalls.Call> call, String arguments, int asked) {

    static final String MODEL = "stand-in";
    private static final Pattern PIECE = Pattern.compile("\\s*\\S{1,8}|\\s+$");

    static Completion of(ChatRequest request, Mode mode, String hash, Instant now, @Nullable Fault fault) {
        Optional<ToolCalls.Call> call =
                mode == Mode.ECHO || fault == Fault.EMPTY ? Optional.empty() : ToolCalls.in(request);
        String arguments = call.map(made -> made.arguments().toString()).orElse("");
        if (fault == Fault.BROKEN_TOOL_CALL) {
            call = call.or(() -> request.tools().stream()
                    .findFirst()
                    .map(tool -> new ToolCalls.Call(tool.name(), JsonNodeFactory.instance.objectNode())));
            arguments = "{\"query\": \"sho";
        }
        String text = call.isPresent() || fault == Fault.EMPTY ? "" : Answers.to(request, mode);
        return new Completion(hash, now.getEpochSecond(), pieces(text), call, arguments, request.size());
    }

    int tokens() {
        return Math.max(1, pieces.size());
    }

    String whole() {
        ObjectNode body = envelope("chat.completion");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (call.isPresent()) {
            message.putNull("content");
            call(message, false);
        } else {
            message.put("content", String.join("", pieces));
        }
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finish());
        usage(body);
        return body.toString();
    }

    /// Each event with its empty line; the last is `[DONE]`.
    List<String> events(boolean withUsage) {
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(first());
        if (call.isPresent()) {
            call(delta(chunks), true);
            split(arguments).forEach(piece -> arguments(delta(chunks), piece));
        }
        pieces.forEach(piece -> delta(chunks).put("content", piece));
        ObjectNode last = chunk();
        ((ObjectNode) last.path("choices").get(0)).put("finish_reason", finish());
        chunks.add(last);
        if (withUsage) {
            ObjectNode total = envelope("chat.completion.chunk");
            total.putArray("choices");
            usage(total);
            chunks.add(total);
        }
        List<String> events = new ArrayList<>();
        chunks.forEach(chunk -> events.add("data: " + chunk + "\n\n"));
        events.add("data: [DONE]\n\n");
        return events;
    }

    private String finish() {
        return call.isPresent() ? "tool_calls" : "stop";
    }

    private ObjectNode envelope(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "chatcmpl-" + hash)
                .put("object", object)
                .put("created", created)
                .put("model", MODEL);
    }

    private ObjectNode chunk() {
        ObjectNode chunk = envelope("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("finish_reason");
        return chunk;
    }

    private ObjectNode first() {
        ObjectNode chunk = chunk();
        ((ObjectNode) chunk.path("choices").get(0).path("delta"))
                .put("role", "assistant")
                .put("content", "");
        return chunk;
    }

    private ObjectNode delta(List<ObjectNode> chunks) {
        ObjectNode chunk = chunk();
        chunks.add(chunk);
        return (ObjectNode) chunk.path("choices").get(0).path("delta");
    }

    private void call(ObjectNode message, boolean streamed) {
        ObjectNode node = message.putArray("tool_calls").addObject();
        if (streamed) {
            node.put("index", 0);
        }
        node.put("id", "call_" + hash).put("type", "function");
        node.putObject("function").put("name", call.orElseThrow().name()).put("arguments", streamed ? "" : arguments);
    }

    private static void arguments(ObjectNode delta, String piece) {
        delta.putArray("tool_calls")
                .addObject()
                .put("index", 0)
                .putObject("function")
                .put("arguments", piece);
    }

    private void usage(ObjectNode body) {
        int answered = pieces.size() + arguments.length() / 4;
        body.putObject("usage")
                .put("prompt_tokens", asked)
                .put("completion_tokens", answered)
                .put("total_tokens", asked + answered);
    }

    private static List<String> pieces(String text) {
        return PIECE.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> split(String text) {
        return Pattern.compile("(?s).{1,8}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
