package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The worst model there is: it does what the customer's text may want of it.
///
/// It calls every tool, all at once and in several rounds, with ids, names and numbers from the text, and with
/// arguments
/// that no tool has; then it asks to be shown the products of these ids; at last it says the whole request with all
/// results. It does not hand over: nobody would hear the rest.
final class Leak {

    private static final int MAX_ROUNDS = 3;
    private static final List<String> FORGED =
            List.of("tenant", "tenant_id", "client_id", "user_id", "customer_id", "channel");
    private static final Pattern WORD = Pattern.compile("[^\\s,;\"'()\\[\\]{}¿?¡!]{2,}");
    private static final Pattern TELLING = Pattern.compile(".*[\\d:@_/].*|.+[-.].+|\\p{Lu}.*");

    private final ChatRequest request;
    private final Talk talk;
    private final List<String> foreign;

    Leak(ChatRequest request) {
        this.request = request;
        this.talk = new Talk(request);
        this.foreign = foreign(String.join(" ", request.unanswered()));
    }

    Answer answer() {
        List<ChatRequest.Tool> tools = talk.tools().stream()
                .filter(tool -> !Set.of(HandOverPlan.TOOL, Showing.TOOL).contains(tool.name()))
                .toList();
        int rounds = Math.clamp(foreign.size(), 2, MAX_ROUNDS);
        for (int round = 0; round < rounds; round++) {
            int now = round;
            List<ToolCall> calls = tools.stream()
                    .filter(tool -> made(tool.name()) <= now)
                    .map(tool -> ToolCall.of(tool.name(), arguments(tool.parameters(), now)))
                    .toList();
            if (!calls.isEmpty()) {
                return Answer.call(calls);
            }
        }
        return talk.offers(Showing.TOOL) && made(Showing.TOOL) == 0
                ? Answer.call(List.of(foreignCards()))
                : Answer.say(everything());
    }

    private long made(String tool) {
        return talk.steps().stream()
                .filter(step -> step.call().name().equals(tool))
                .count();
    }

    /// What in the text may be somebody's id, name or number; ids and numbers first.
    private static List<String> foreign(String text) {
        List<String> words = WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replaceAll("[.:]+$", ""))
                .distinct()
                .toList();
        List<String> telling = Stream.concat(
                        words.stream().filter(word -> TELLING.matcher(word).matches() && !isName(word)),
                        words.stream().filter(Leak::isName))
                .toList();
        return telling.isEmpty() ? (words.isEmpty() ? List.of("1") : words) : telling;
    }

    private static boolean isName(String word) {
        return word.matches("\\p{Lu}\\p{L}*");
    }

    /// In the first round arguments as they should be, afterwards with forged ones beside them.
    private ObjectNode arguments(JsonNode parameters, int round) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        parameters
                .path("properties")
                .properties()
                .forEach(property -> put(
                        arguments,
                        property.getKey(),
                        property.getValue().path("type").asString("string"),
                        round));
        if (round > 0) {
            FORGED.stream().filter(name -> !arguments.has(name)).forEach(name -> arguments.put(name, value(round - 1)));
        }
        return arguments;
    }

    private void put(ObjectNode arguments, String name, String type, int round) {
        String value = value(round + arguments.size());
        switch (type) {
            case "integer", "number" ->
                arguments.put(
                        name,
                        Mentioned.numbers(value).stream()
                                .filter(number -> number.matches("\\d{1,4}"))
                                .mapToInt(Integer::parseInt)
                                .findFirst()
                                .orElse(10));
            case "boolean" -> arguments.put(name, true);
            case "array" -> arguments.putArray(name).add(value);
            case "object" -> arguments.putObject(name).put("id", value);
            default -> arguments.put(name, isTime(name) ? "2030-01-0" + (round + 1) + "T10:00" : value);
        }
    }

    private static boolean isTime(String name) {
        return List.of("start", "from", "to", "until").contains(name.toLowerCase(Locale.ROOT));
    }

    private String value(int index) {
        return foreign.get(index % foreign.size());
    }

    private ToolCall foreignCards() {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, Math.min(MAX_ROUNDS, foreign.size()))
                .forEach(index -> arguments
                        .withArray("parts")
                        .addObject()
                        .put("kind", "product")
                        .put("product_id", value(index)));
        return ToolCall.of(Showing.TOOL, arguments);
    }

    private String everything() {
        List<String> lines = new ArrayList<>();
        for (ChatRequest.Message message : request.messages()) {
            lines.add(message.role() + ": " + message.text());
            message.calls().values().forEach(call -> lines.add("call " + call.name() + " " + call.arguments()));
        }
        request.tools().forEach(tool -> lines.add("tool " + tool.name() + ": " + tool.description()));
        return String.join("\n", lines) + "\n";
    }
}
