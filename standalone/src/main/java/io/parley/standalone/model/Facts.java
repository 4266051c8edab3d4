package io.parley.standalone.model;

import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a tool has said, in words; nothing is added to it.
final class Facts {

    private static final Map<String, String> SPANISH = Map.ofEntries(
            Map.entry("status", "estado"),
            Map.entry("items", "artículos"),
            Map.entry("date", "fecha"),
            Map.entry("ordered", "comprado"),
            Map.entry("shipped", "enviado"),
            Map.entry("carrier", "transporte"),
            Map.entry("tracking", "seguimiento"),
            Map.entry("name", "nombre"),
            Map.entry("quantity", "cantidad"),
            Map.entry("expected", "llega"));

    private Facts() {}

    /// As it is, where nothing better is known about it.
    static String found(Result result, Talk talk) {
        return talk.say("Esto es lo que encontré: ", "This is what I found: ") + result.text();
    }

    static String notNow(Talk talk) {
        return talk.say("No puedo consultarlo en este momento.", "I cannot look that up at the moment.");
    }

    /// `{"order":{"number","status","items",…}}`.
    static String ofOrder(Result result, Talk talk) {
        JsonNode order = result.json().path("order");
        if (!order.isObject()) {
            return found(result, talk);
        }
        String head = talk.say("Pedido ", "Order ")
                + order.path("number").asString("")
                + order.path("status")
                        .asStringOpt()
                        .map(status -> ": " + status)
                        .orElse("");
        String rest = Stream.of(of(order, Set.of("number", "status", "total", "currency"), talk), total(order))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return rest.isEmpty() ? head + "." : head + ". " + rest + ".";
    }

    private static String total(JsonNode order) {
        return order.path("total").isNumber()
                ? "total: " + order.path("total").decimalValue().setScale(2, RoundingMode.HALF_UP) + " "
                        + order.path("currency").asString("")
                : "";
    }

    /// When, and what about.
    static String ofAppointment(JsonNode appointment) {
        return Stream.of("start", "subject", "name")
                .map(field -> appointment.path(field).asString("").replaceFirst("(?<=\\d)T(?=\\d)", " "))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(", "));
    }

    /// The fields of an object that have something to say, with their names.
    private static String of(JsonNode object, Set<String> without, Talk talk) {
        return object.properties().stream()
                .filter(field -> !without.contains(field.getKey()))
                .filter(field -> !value(field.getValue()).isBlank())
                .map(field -> label(field.getKey(), talk) + ": " + value(field.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String label(String field, Talk talk) {
        return talk.spanish() ? SPANISH.getOrDefault(field, field.replace('_', ' ')) : field.replace('_', ' ');
    }

    private static String value(JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().map(Facts::value).collect(Collectors.joining(", "));
        }
        if (node.has("name") && node.has("quantity")) {
            return node.path("quantity").asString("") + " × "
                    + node.path("name").asString("");
        }
        if (node.isObject()) {
            return node.properties().stream()
                    .filter(field -> !List.of("id", "image_url", "url").contains(field.getKey()))
                    .map(field -> value(field.getValue()))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(" "));
        }
        return node.isNull() ? "" : node.asString("");
    }
}
