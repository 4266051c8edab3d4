package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A chat completion request that the real API would take; anything else is an [ApiError].
///
/// @param size roughly the number of tokens in it
record ChatRequest(
        List<Message> messages, List<Tool> tools, String toolChoice, boolean stream, boolean usage, int size) {

    private static final int MAX_SIZE = 128_000;
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");

    /// @param calls    of tools that an assistant's message asks for, by their ids
    /// @param answered the id of the call that a tool's message answers
    record Message(String role, String text, Map<String, ToolCall> calls, String answered) {

        /// Whether the customer has been shown it.
        boolean isAnswer() {
            return role.equals("assistant") && !text.isEmpty() && calls.isEmpty();
        }
    }

    record Tool(String name, String description, JsonNode parameters) {

        /// Whether it has an argument of that name.
        boolean takes(String argument) {
            return parameters.path("properties").has(argument);
        }
    }

    static ChatRequest parse(JsonNode body) {
        if (!body.path("model").isString()) {
            throw ApiError.invalid("you must provide a model parameter", null);
        }
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw ApiError.invalid("Missing required parameter: 'messages'.", "messages");
        }
        checkToolAnswers(messages);
        int size = body.path("messages").toString().length() / 4 + 1;
        if (size > MAX_SIZE) {
            throw ApiError.contextTooLong(size);
        }
        JsonNode choice = body.path("tool_choice");
        return new ChatRequest(
                stream(messages).map(ChatRequest::message).toList(),
                stream(body.path("tools")).map(ChatRequest::tool).toList(),
                choice.isObject() ? choice.path("function").path("name").asString("") : choice.asString("auto"),
                body.path("stream").asBoolean(false),
                body.path("stream_options").path("include_usage").asBoolean(false),
                size);
    }

    /// The system prompt: everything that is neither said by the customer nor by the assistant.
    String prompt() {
        return messages.stream()
                .filter(message ->
                        message.role().equals("system") || message.role().equals("developer"))
                .map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    /// Everything since the assistant's last answer.
    private List<Message> current() {
        int from = messages.size();
        while (from > 0 && !messages.get(from - 1).isAnswer()) {
            from--;
        }
        return messages.subList(from, messages.size());
    }

    /// What the customer has written since the assistant's last answer.
    List<String> unanswered() {
        return current().stream()
                .filter(message -> message.role().equals("user"))
                .map(Message::text)
                .toList();
    }

    /// The calls of tools since the assistant's last answer that have a result, oldest first.
    List<Step> steps() {
        Map<String, ToolCall> calls = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Message message : current()) {
            calls.putAll(message.calls());
            ToolCall call = calls.get(message.answered());
            if (call != null) {
                steps.add(new Step(call, Result.of(message.text())));
            }
        }
        return steps;
    }

    /// What the customer has ever written, oldest first.
    List<String> written() {
        return messages.stream()
                .filter(message -> message.role().equals("user"))
                .map(Message::text)
                .toList();
    }

    boolean isFirst() {
        return messages.stream().noneMatch(Message::isAnswer);
    }

    String lastUserText() {
        List<String> texts = written();
        return texts.isEmpty() ? "" : texts.getLast();
    }

    private static Message message(JsonNode node) {
        String role = node.path("role").asString("");
        if (!ROLES.contains(role)) {
            throw ApiError.invalid(
                    "Invalid value: '%s'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'."
                            .formatted(role),
                    "messages");
        }
        JsonNode content = node.path("content");
        boolean callsTools = !node.path("tool_calls").isEmpty();
        if (!content.isString() && !content.isArray() && !callsTools) {
            throw ApiError.invalid("Invalid value for 'content': expected a string, got null.", "messages");
        }
        return new Message(
                role,
                text(content),
                calls(node.path("tool_calls")),
                node.path("tool_call_id").asString(""));
    }

    private static Map<String, ToolCall> calls(JsonNode node) {
        Map<String, ToolCall> calls = new LinkedHashMap<>();
        for (JsonNode call : node) {
            JsonNode function = call.path("function");
            calls.put(
                    call.path("id").asString(""),
                    new ToolCall(
                            function.path("name").asString(""),
                            Json.lenient(function.path("arguments").asString(""))));
        }
        return calls;
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        return stream(content).map(part -> part.path("text").asString("")).collect(Collectors.joining("\n"));
    }

    private static Tool tool(JsonNode node) {
        JsonNode function = node.path("function");
        if (!function.path("name").isString()) {
            throw ApiError.invalid("Missing required parameter: 'tools[0].function.name'.", "tools");
        }
        return new Tool(
                function.path("name").asString(),
                function.path("description").asString(""),
                function.path("parameters"));
    }

    /// Each call of a tool has to be followed by its result before anything else is said.
    private static void checkToolAnswers(JsonNode messages) {
        Set<String> open = new HashSet<>();
        for (JsonNode message : messages) {
            String role = message.path("role").asString("");
            if (role.equals("tool") && !open.remove(message.path("tool_call_id").asString(""))) {
                throw ApiError.invalid(
                        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
                        "messages");
            }
            if (!role.equals("tool") && !open.isEmpty()) {
                break;
            }
            message.path("tool_calls").forEach(call -> open.add(call.path("id").asString("")));
        }
        if (!open.isEmpty()) {
            throw ApiError.invalid(
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", open),
                    "messages");
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
