package io.parley.standalone.model;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whether the customer's text calls for one of the offered tools, and with which arguments.
final class ToolCalls {

    /// A few Spanish words that tools, described in English, are about.
    private static final Map<String, String> TRANSLATIONS = Map.ofEntries(
            Map.entry("pedid", "order"),
            Map.entry("envio", "order"),
            Map.entry("produ", "product"),
            Map.entry("zapat", "product"),
            Map.entry("busca", "search"),
            Map.entry("busco", "search"),
            Map.entry("catal", "catalogue"),
            Map.entry("categ", "category"),
            Map.entry("turno", "appointment"),
            Map.entry("cita", "appointment"),
            Map.entry("reser", "book"),
            Map.entry("cance", "cancel"),
            Map.entry("human", "human"),
            Map.entry("perso", "human"),
            Map.entry("asesor", "human"));

    private static final Pattern NUMBER = Pattern.compile("[\\p{Alpha}-]*\\d[\\p{Alnum}-]*");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2})?Z?)?");

    private ToolCalls() {}

    record Call(String name, ObjectNode arguments) {}

    /// A call that ought to be made before answering; none if a tool has just answered.
    static Optional<Call> in(ChatRequest request) {
        String choice = request.toolChoice();
        if (request.tools().isEmpty()
                || choice.equals("none")
                || !request.toolResults().isEmpty()) {
            return Optional.empty();
        }
        String text = String.join(" ", request.unanswered());
        Set<String> asked = stems(text);
        return request.tools().stream()
                .filter(tool -> isCalled(tool, choice, asked))
                .max(Comparator.comparingLong(tool -> shared(tool, asked)))
                .map(tool -> new Call(tool.name(), arguments(tool.parameters(), text)));
    }

    private static boolean isCalled(ChatRequest.Tool tool, String choice, Set<String> asked) {
        return switch (choice) {
            case "required" -> true;
            case "auto" -> shared(tool, asked) > 0;
            default -> tool.name().equals(choice);
        };
    }

    private static long shared(ChatRequest.Tool tool, Set<String> asked) {
        Set<String> own = Words.stems(tool.name().replace('_', ' ') + " " + tool.description());
        return asked.stream().filter(own::contains).count();
    }

    private static Set<String> stems(String text) {
        Set<String> stems = new HashSet<>(Words.stems(text));
        Words.stems(text).stream()
                .filter(TRANSLATIONS::containsKey)
                .map(TRANSLATIONS::get)
                .forEach(word -> stems.addAll(Words.stems(word)));
        return stems;
    }

    private static ObjectNode arguments(JsonNode parameters, String text) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        Set<String> required = new HashSet<>();
        parameters.path("required").forEach(name -> required.add(name.asString("")));
        parameters.path("properties").properties().stream()
                .filter(property -> required.contains(property.getKey()))
                .forEach(property -> put(arguments, property.getKey(), property.getValue(), text));
        return arguments;
    }

    private static void put(ObjectNode arguments, String name, JsonNode schema, String text) {
        List<String> numbers =
                NUMBER.matcher(text).results().map(MatchResult::group).toList();
        switch (schema.path("type").asString("string")) {
            case "integer", "number" -> arguments.put(name, number(numbers));
            case "boolean" -> arguments.put(name, true);
            case "array" -> arguments.putArray(name).add(text);
            default -> arguments.put(name, text(name, schema, text, numbers));
        }
    }

    private static long number(List<String> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(1);
    }

    private static String text(String name, JsonNode schema, String text, List<String> numbers) {
        for (JsonNode allowed : schema.path("enum")) {
            if (Words.plain(text).contains(Words.plain(allowed.asString("")))) {
                return allowed.asString("");
            }
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0).asString("");
        }
        if (name.matches(".*(date|time|start|when|day).*")) {
            return DATE.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .findFirst()
                    .orElse(text);
        }
        if (name.matches(".*(number|order|_id|code).*") && !numbers.isEmpty()) {
            return numbers.getFirst();
        }
        return name.matches(".*(query|search|term|category).*") ? keywords(text) : text;
    }

    private static String keywords(String text) {
        String words = Pattern.compile("[\\p{L}\\p{N}-]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(word -> !Words.stems(word).isEmpty())
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? text : words;
    }
}
