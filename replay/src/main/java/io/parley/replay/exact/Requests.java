package io.parley.replay.exact;

import io.parley.agent.turn.Rerun;
import io.parley.schemas.avro.TurnStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the part in which two requests to a model differ first.
final class Requests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FORGOTTEN = "(the record keeps only its hash)";

    private Requests() {}

    /// Of two requests that are both known word for word.
    static Difference difference(String where, String then, String now) {
        var before = parts(JSON.readTree(then));
        var after = parts(JSON.readTree(now));
        return first(where, before, after, before, after);
    }

    /// Of a request of which the record keeps hashes of its parts.
    static Difference difference(String where, TurnStep step, Rerun.Request now) {
        var text = parts(JSON.readTree(now.json()));
        var before = hashes(step.getRequest().map(JSON::readTree).orElseGet(JSON::createObjectNode), step.getName());
        var after = hashes(JSON.readTree(now.parts()), text.getOrDefault("model", ""));
        if (step.getRequest().isEmpty()) {
            return new Difference(where, "request", step.getRequestHash(), now.json());
        }
        var forgotten = new LinkedHashMap<String, String>();
        before.keySet().forEach(part -> forgotten.put(part, FORGOTTEN));
        forgotten.put("model", step.getName());
        return first(where, before, after, forgotten, text);
    }

    private static Difference first(
            String where,
            Map<String, String> before,
            Map<String, String> after,
            Map<String, String> then,
            Map<String, String> now) {
        var names = new LinkedHashMap<>(before);
        after.forEach(names::putIfAbsent);
        return names.keySet().stream()
                .filter(part -> !before.getOrDefault(part, "").equals(after.getOrDefault(part, "")))
                .findFirst()
                .map(part -> new Difference(where, part, then.getOrDefault(part, ""), now.getOrDefault(part, "")))
                .orElseGet(() -> new Difference(where, "temperature or kind of answer", "", now.toString()));
    }

    /// The parts of a request by their names, in the order in which they are looked at.
    private static Map<String, String> parts(JsonNode request) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("model", request.path("model").asString(""));
        parts.put("temperature", request.path("temperature").toString());
        parts.put("answer only", request.path("answer_only").toString());
        for (var function : request.path("functions")) {
            parts.put(
                    "tool " + function.path("name").asString(""),
                    function.path("description").asString("") + "\n" + function.path("parameters"));
        }
        int number = 0;
        for (var message : request.path("messages")) {
            var role = message.path("role").asString("");
            parts.put(
                    role.equals("system") ? "system prompt" : "message " + ++number + " (" + role + ")",
                    words(message));
        }
        return parts;
    }

    private static String words(JsonNode message) {
        var more = new TreeSet<String>();
        message.properties().stream()
                .filter(field ->
                        !field.getKey().equals("role") && !field.getKey().equals("content"))
                .forEach(field -> more.add(field.getKey() + ": " + field.getValue()));
        var content = message.path("content").asString("");
        return more.isEmpty() ? content : content + "\n" + String.join("\n", more);
    }

    private static Map<String, String> hashes(JsonNode parts, String model) {
        var hashes = new LinkedHashMap<String, String>();
        hashes.put("model", model);
        parts.path("functions")
                .properties()
                .forEach(function -> hashes.put(
                        "tool " + function.getKey(), function.getValue().asString("")));
        int number = 0;
        for (var message : parts.path("messages")) {
            var text = message.asString("");
            var role = text.substring(0, Math.max(0, text.indexOf(' ')));
            hashes.put(role.equals("system") ? "system prompt" : "message " + ++number + " (" + role + ")", text);
        }
        return hashes;
    }
}
