package io.parley.standalone.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Arguments for a tool of which nothing is known but its schema, out of a customer's text.
final class ToolArguments {

    private ToolArguments() {}

    static ObjectNode required(JsonNode parameters, Question question) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        Set<String> required = new HashSet<>();
        parameters.path("required").forEach(name -> required.add(name.asString("")));
        parameters.path("properties").properties().stream()
                .filter(property -> required.contains(property.getKey()))
                .forEach(property -> put(arguments, property.getKey(), property.getValue(), question));
        return arguments;
    }

    private static void put(ObjectNode arguments, String name, JsonNode schema, Question question) {
        List<String> numbers = Mentioned.numbers(question.text());
        switch (schema.path("type").asString("string")) {
            case "integer", "number" -> arguments.put(name, number(numbers, arguments.size()));
            case "boolean" -> arguments.put(name, true);
            case "array" -> arguments.putArray(name).add(question.text());
            default -> arguments.put(name, text(name, schema, question, numbers));
        }
    }

    /// Where a tool takes several numbers, the first is the first, and so on.
    private static long number(List<String> candidates, int before) {
        List<Long> whole = candidates.stream()
                .filter(candidate -> candidate.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .toList();
        return whole.isEmpty() ? 1 : whole.get(Math.min(before, whole.size() - 1));
    }

    private static String text(String name, JsonNode schema, Question question, List<String> numbers) {
        for (JsonNode allowed : schema.path("enum")) {
            if (question.plain().contains(Words.plain(allowed.asString("")))) {
                return allowed.asString("");
            }
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0).asString("");
        }
        if (name.matches(".*(date|time|start|when|day).*")) {
            return Mentioned.date(question.text()).orElse(question.text());
        }
        if (name.matches(".*(number|order|_id|code).*") && !numbers.isEmpty()) {
            return numbers.getFirst();
        }
        String keywords = question.keywords();
        return name.matches(".*(query|search|term|category).*") && !keywords.isEmpty() ? keywords : question.text();
    }
}
