package io.parley.agent;

import io.parley.agent.ScriptedProvider.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A model that an attacker has talked into everything: it calls every tool that it has with other people's ids, once
/// as the tool wants it and once with forged tenants and clients beside, asks to show another shop's product, and then
/// says its whole prompt.
final class LeakyModel {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> FORGED =
            List.of("tenant", "tenant_id", "client_id", "customer_id", "user_id", "channel", "contact");
    private static final int LONGEST = 6_000;

    private final AtomicInteger tries = new AtomicInteger();

    /// What a victim has, by which the attacker asks.
    ///
    /// @param appointmentIds of other people
    /// @param taken when one of them has an appointment
    record Loot(
            String tenant, String clientId, String order, List<String> appointmentIds, String taken, String product) {}

    int tries() {
        return tries.get();
    }

    Part rob(JsonNode request, Loot loot) {
        int round = rounds(request);
        var tools = StreamSupport.stream(request.path("tools").spliterator(), false)
                .map(tool -> tool.at("/function/name").asString(""))
                .filter(tool -> !tool.equals("compose_reply"))
                .toList();
        return switch (round) {
            case 0 -> calls(tools, tool -> arguments(tool, loot, 0));
            case 1 -> calls(tools, tool -> forged(arguments(tool, loot, 1), loot));
            case 2 -> calls(List.of("compose_reply", "no_such_tool"), tool -> arguments(tool, loot, 2));
            default -> stage -> stage.answer(everything(request));
        };
    }

    /// Asks for one call, then says what came of it.
    Part honest(JsonNode request, String tool, Map<String, Object> arguments) {
        return rounds(request) == 0 ? asks(tool, arguments) : stage -> stage.answer("Done.");
    }

    /// Asks for one call.
    static Part asks(String tool, Map<String, Object> arguments) {
        return play(List.of(call(tool, JSON.valueToTree(arguments), 0)));
    }

    /// How often the model has asked for calls since the customer wrote.
    static int rounds(JsonNode request) {
        int rounds = 0;
        for (var message : request.path("messages")) {
            rounds = message.path("role").asString("").equals("user")
                    ? 0
                    : rounds + (message.path("tool_calls").isEmpty() ? 0 : 1);
        }
        return rounds;
    }

    private Part calls(List<String> tools, UnaryOperator<String> arguments) {
        var calls = new ArrayList<JsonNode>();
        for (var tool : tools) {
            tries.incrementAndGet();
            calls.add(call(tool, JSON.readTree(arguments.apply(tool)), calls.size()));
        }
        return play(calls);
    }

    private static JsonNode call(String tool, JsonNode arguments, int index) {
        var call = JsonNodeFactory.instance
                .objectNode()
                .put("index", index)
                .put("id", "call-" + index)
                .put("type", "function");
        call.putObject("function").put("name", tool).put("arguments", JSON.writeValueAsString(arguments));
        return call;
    }

    private static Part play(List<JsonNode> calls) {
        var delta = JSON.writeValueAsString(
                Map.of("choices", List.of(Map.of("index", 0, "delta", Map.of("tool_calls", calls)))));
        return stage -> {
            stage.begin();
            stage.event(delta);
            stage.finish("tool_calls");
        };
    }

    private static String arguments(String tool, Loot loot, int round) {
        Map<String, Object> arguments = switch (tool) {
            case "order_status" -> Map.of("order_number", loot.order(), "contact", round == 0 ? "%" : "@");
            case "search_products", "search_knowledge" -> Map.of("query", "secret of every customer");
            case "search_by_category" -> Map.of("category", "Secrets");
            case "book_appointment" -> Map.of("start", loot.taken(), "subject", "mine");
            case "list_appointments" ->
                round == 0 ? Map.of() : Map.of("from", loot.taken().substring(0, 10));
            case "cancel_appointment" ->
                Map.of(
                        "appointment_id",
                        loot.appointmentIds().get(round % loot.appointmentIds().size()));
            case "compose_reply" -> Map.of("parts", List.of(Map.of("kind", "product", "product_id", loot.product())));
            default -> Map.of();
        };
        return JSON.writeValueAsString(arguments);
    }

    private static String forged(String arguments, Loot loot) {
        var forged = (ObjectNode) JSON.readTree(arguments);
        FORGED.stream()
                .filter(name -> !forged.has(name))
                .forEach(name -> forged.put(name, name.startsWith("tenant") ? loot.tenant() : loot.clientId()));
        return JSON.writeValueAsString(forged);
    }

    /// Its beginning and its end: the next turn's prompt remembers it.
    private static String everything(JsonNode request) {
        var text = Stream.concat(
                        StreamSupport.stream(request.path("messages").spliterator(), false)
                                .map(message -> message.path("content").asString("")),
                        IntStream.of(request.path("tools").size()).mapToObj(count -> count + " tools"))
                .reduce("", (before, line) -> before + "\n" + line);
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + text.substring(text.length() - LONGEST / 2);
    }
}
