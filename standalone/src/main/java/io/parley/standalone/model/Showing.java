package io.parley.standalone.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Products in an answer: as cards with buttons below, or in words.
final class Showing {

    static final String TOOL = "compose_reply";

    private static final int MAX_CARDS = 3;
    private static final int MAX_BUTTONS = 2;

    private Showing() {}

    /// What can be chosen next, where the tool that it needs is there. Titles have at most 20 characters, which is what
    /// WhatsApp shows (Cloud API, interactive reply buttons).
    private record Choice(String tool, String id, String spanish, String english) {}

    private static final List<Choice> CHOICES = List.of(
            new Choice(ProductPlan.BROWSE, "more", "Ver más productos", "Show more products"),
            new Choice(HandOverPlan.TOOL, "person", "Hablar con alguien", "Talk to a person"),
            new Choice(BookingPlan.TOOL, "appointment", "Pedir un turno", "Book an appointment"),
            new Choice(OrderPlan.TOOL, "order", "¿Y mi pedido?", "Where is my order?"));

    /// `compose_reply` with these words, the first products by their ids, and two buttons.
    static ToolCall call(String words, List<JsonNode> products, Talk talk) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = arguments.putArray("parts");
        parts.addObject().put("kind", "text").put("text", words);
        ids(products).forEach(id -> parts.addObject().put("kind", "product").put("product_id", id));
        List<Choice> choices = CHOICES.stream()
                .filter(choice -> talk.offers(choice.tool()))
                .limit(MAX_BUTTONS)
                .toList();
        if (!choices.isEmpty()) {
            ObjectNode buttons = parts.addObject()
                    .put("kind", "buttons")
                    .put("text", talk.say("¿Qué quieres hacer ahora?", "What would you like to do next?"));
            choices.forEach(choice -> buttons.withArray("buttons")
                    .addObject()
                    .put("id", choice.id())
                    .put("title", talk.say(choice.spanish(), choice.english())));
        }
        return ToolCall.of(TOOL, arguments);
    }

    private static Stream<String> ids(List<JsonNode> products) {
        return products.stream()
                .map(product -> product.path("id").asString(""))
                .distinct()
                .limit(MAX_CARDS);
    }

    static String inWords(List<JsonNode> products, Talk talk) {
        return products.stream().map(product -> inWords(product, talk)).collect(Collectors.joining("; ")) + ".";
    }

    private static String inWords(JsonNode product, Talk talk) {
        String name = product.path("name").asString("");
        String price = Stream.of("price", "currency")
                .map(field -> product.path(field).asString(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
        boolean sold = product.has("in_stock") && !product.path("in_stock").asBoolean(true);
        return (price.isEmpty() ? name : name + ", " + price)
                + (sold ? talk.say(" (sin stock)", " (out of stock)") : "");
    }
}
