package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
/// @param calls  of tools, when the answer consists of such
record Completion(String hash, long created, List<String> pieces, List<Called> calls, int asked) {

    static final String MODEL = "stand-in";
    private static final Pattern PIECE = Pattern.compile("\\s*\\S{1,8}|\\s+$");
    private static final String BROKEN = "{\"query\": \"sho";

    /// A call of a tool.
    ///
    /// @param arguments as the model writes them: JSON, unless something is wrong
    record Called(String id, String name, String arguments) {}

    static Completion of(ChatRequest request, Mode mode, String hash, Instant now, @Nullable Fault fault) {
        Answer answer = switch (fault) {
            case EMPTY -> Answer.say("");
            case TOOL_LOOP, BROKEN_TOOL_CALL -> Misuse.of(request, mode);
            case null, default -> Answers.to(request, mode);
        };
        List<Called> calls = new ArrayList<>();
        for (ToolCall call : answer.calls()) {
            String arguments =
                    fault == Fault.BROKEN_TOOL_CALL ? BROKEN : call.arguments().toString();
            calls.add(new Called("call_" + hash + "_" + calls.size(), call.name(), arguments));
        }
        return new Completion(hash, now.getEpochSecond(), pieces(answer.words()), calls, request.size());
    }

    int tokens() {
        return Math.max(1, pieces.size());
    }

    String whole() {
        ObjectNode body = envelope("chat.completion");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (calls.isEmpty()) {
            message.put("content", String.join("", pieces));
        } else {
            message.putNull("content");
            calls.forEach(call -> put(message, call, call.arguments()));
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
        for (int index = 0; index < calls.size(); index++) {
            put(delta(chunks), calls.get(index), "").put("index", index);
            for (String piece : split(calls.get(index).arguments())) {
                arguments(delta(chunks), index, piece);
            }
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
        return calls.isEmpty() ? "stop" : "tool_calls";
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

    private static ObjectNode put(ObjectNode message, Called call, String arguments) {
        ObjectNode node =
                message.withArray("tool_calls").addObject().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.name()).put("arguments", arguments);
        return node;
    }

    private static void arguments(ObjectNode delta, int index, String piece) {
        delta.putArray("tool_calls")
                .addObject()
                .put("index", index)
                .putObject("function")
                .put("arguments", piece);
    }

    private void usage(ObjectNode body) {
        int written = calls.stream()
                .mapToInt(call -> call.arguments().length() / 4 + 1)
                .sum();
        int answered = pieces.size() + written;
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
