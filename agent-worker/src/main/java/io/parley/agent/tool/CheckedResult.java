package io.parley.agent.tool;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A tool's result as the model, the database and the journal can bear it.
final class CheckedResult {

    /// How much of a result the model is told.
    static final int MOST_CHARACTERS = 16_000;

    private static final int MOST_CARDS = 50;
    private static final int LONGEST_TEXT = 2_000;
    private static final String CUT = " […]";

    private CheckedResult() {}

    /// The result, cut where it is too long.
    ///
    /// @throws NullPointerException for one that lacks what it must have
    static ToolResult of(ToolResult result) {
        return switch (result) {
            case ToolResult.Done done -> new ToolResult.Done(content(done.content()), cards(done.cards()));
            case ToolResult.Refused refused ->
                new ToolResult.Refused(text(refused.reason(), LONGEST_TEXT), text(refused.message(), LONGEST_TEXT));
        };
    }

    /// A text is cut, anything else becomes `{"cut": true, "beginning": …}` with the beginning of its JSON.
    private static JsonNode content(JsonNode content) {
        var storable = storable(content);
        if (storable.isString()) {
            return JsonNodeFactory.instance.stringNode(cut(storable.asString(), MOST_CHARACTERS));
        }
        var json = storable.toString();
        return json.length() <= MOST_CHARACTERS
                ? storable
                : JsonNodeFactory.instance.objectNode().put("cut", true).put("beginning", cut(json, MOST_CHARACTERS));
    }

    /// Without the characters that PostgreSQL does not take.
    private static JsonNode storable(JsonNode node) {
        var nodes = JsonNodeFactory.instance;
        if (node.isString()) {
            return nodes.stringNode(clean(node.asString()));
        }
        if (node.isArray()) {
            return nodes.arrayNode()
                    .addAll(node.valueStream().map(CheckedResult::storable).toList());
        }
        if (node.isObject()) {
            var object = nodes.objectNode();
            node.properties().forEach(field -> object.set(clean(field.getKey()), storable(field.getValue())));
            return object;
        }
        return node;
    }

    private static List<Card> cards(List<Card> cards) {
        return cards.stream()
                .limit(MOST_CARDS)
                .map(card -> new Card(
                        text(card.id(), LONGEST_TEXT),
                        text(card.title(), LONGEST_TEXT),
                        text(card.text(), LONGEST_TEXT),
                        card.imageUrl(),
                        card.url()))
                .toList();
    }

    private static String text(String text, int longest) {
        return cut(clean(Objects.requireNonNull(text)), longest);
    }

    /// Without NUL, and without halves of a character, which no UTF-8 can carry.
    private static String clean(String text) {
        return text.codePoints().allMatch(CheckedResult::isStorable)
                ? text
                : text.codePoints()
                        .filter(CheckedResult::isStorable)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }

    /// The beginning of the text, marked where something is missing, never in the middle of a character.
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + CUT;
    }
}
