package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A talk with the stand-in in which tools give set results: asks it again and again, as an agent does, until it says
/// something or makes its reply.
final class Exam {

    static final String SPANISH = "Eres Sol, la asistente de una zapatería. Responde en español, con amabilidad.\n"
            + "Today is Saturday, 2026-11-21, 20:30 (America/Argentina/Buenos_Aires).";
    static final String ENGLISH = "You are the assistant of a laboratory. Answer in English.\n"
            + "Today is Saturday, 2026-11-21, 20:30 (Europe/London).";

    private static final Map<String, String> TOOLS = Map.ofEntries(
            Map.entry("search_products", "query"),
            Map.entry("search_by_category", "category"),
            Map.entry("browse_catalogue", ""),
            Map.entry("order_status", "order_number,contact"),
            Map.entry("book_appointment", "start,minutes:integer,subject,name"),
            Map.entry("list_appointments", ""),
            Map.entry("cancel_appointment", "appointment_id"),
            Map.entry("search_knowledge", "query"),
            Map.entry("hand_over", "reason,summary"),
            Map.entry("compose_reply", "parts:array"));
    private static final int MOST_STEPS = 12;

    private final Map<String, String> results = new LinkedHashMap<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final ObjectNode request;
    private Mode mode = Mode.PROMPT;

    private Exam(String prompt, String... said) {
        this.request = ModelClient.request(prompt, said);
        request.putArray("tools");
    }

    static Exam spanish(String... said) {
        return new Exam(SPANISH, said);
    }

    static Exam english(String... said) {
        return new Exam(ENGLISH, said);
    }

    static Exam with(String prompt, String... said) {
        return new Exam(prompt, said);
    }

    Exam leaky() {
        mode = Mode.LEAKY;
        return this;
    }

    /// Offers tools of these names, whose results are empty unless they are set.
    Exam offering(String... names) {
        for (String name : names) {
            ObjectNode function = request.withArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", name)
                    .put("description", "Does " + name.replace('_', ' '));
            ObjectNode properties =
                    function.putObject("parameters").put("type", "object").putObject("properties");
            for (String property : TOOLS.getOrDefault(name, "text").split(",", -1)) {
                if (!property.isEmpty()) {
                    String[] parts = property.split(":", -1);
                    properties.putObject(parts[0]).put("type", parts.length > 1 ? parts[1] : "string");
                    function.withObject("parameters").withArray("required").add(parts[0]);
                }
            }
        }
        return this;
    }

    Exam offeringAll() {
        return offering(TOOLS.keySet().stream().sorted().toArray(String[]::new));
    }

    /// From now on this is what the tool answers.
    Exam when(String tool, String result) {
        results.put(tool, result);
        return this;
    }

    /// What the stand-in says in the end; empty where it made its reply with a tool.
    String words() {
        for (int step = 0; step < MOST_STEPS; step++) {
            Answer answer = Answers.to(ChatRequest.parse(request), mode);
            if (answer.calls().isEmpty()) {
                return answer.words();
            }
            calls.addAll(answer.calls());
            boolean ends = answer.calls().stream().anyMatch(this::endsTheTurn);
            if (ends) {
                return "";
            }
            make(answer.calls());
        }
        throw new AssertionError("calls without end: " + calls);
    }

    private boolean endsTheTurn(ToolCall call) {
        return call.name().equals("compose_reply") && !results.containsKey("compose_reply");
    }

    private void make(List<ToolCall> made) {
        ArrayNode messages = request.withArray("messages");
        ObjectNode assistant = messages.addObject().put("role", "assistant").putNull("content");
        for (ToolCall call : made) {
            String id = "call_" + messages.size() + "_" + calls.indexOf(call);
            assistant
                    .withArray("tool_calls")
                    .addObject()
                    .put("id", id)
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments().toString());
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", id)
                    .put("content", results.getOrDefault(call.name(), "{}"));
        }
    }

    /// All calls so far, as `name{arguments}`.
    List<String> calls() {
        return calls.stream().map(call -> call.name() + call.arguments()).toList();
    }

    Optional<JsonNode> arguments(String tool) {
        return calls.stream()
                .filter(call -> call.name().equals(tool))
                .map(ToolCall::arguments)
                .reduce((first, second) -> second);
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
