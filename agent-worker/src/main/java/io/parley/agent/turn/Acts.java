package io.parley.agent.turn;

import io.parley.agent.model.Ask;
import io.parley.agent.model.Prompt;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tool.Card;
import io.parley.agent.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the model can do with the turn itself: end it with a reply of several parts, or with a person taking over. The
/// model asks for them as for a tool, so that a reply's structure is never read out of prose.
final class Acts {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_PARTS = 10;
    private static final int MOST_BUTTONS = 10;

    static final String COMPOSE = "compose_reply";
    static final String HAND_OVER = "hand_over";

    private static final String COMPOSE_SCHEMA = """
            {"type": "object", "properties": {"parts": {"type": "array", "items": {"type": "object", "properties": {
              "kind": {"type": "string", "enum": ["text", "product", "picture", "buttons"]},
              "text": {"type": "string", "description": "the words, in Markdown; the question above the buttons"},
              "product_id": {"type": "string", "description": "of a product that a tool has named in this conversation turn"},
              "image_url": {"type": "string", "description": "of a picture that a tool has named"},
              "buttons": {"type": "array", "items": {"type": "object", "properties": {
                "id": {"type": "string"}, "title": {"type": "string", "description": "at most 20 characters"}},
                "required": ["id", "title"]}}},
              "required": ["kind"]}}},
             "required": ["parts"]}""";
    private static final String HAND_OVER_SCHEMA = """
            {"type": "object", "properties": {
              "reason": {"type": "string", "description": "why a person is needed, in a few words"},
              "summary": {"type": "string", "description": "what the person has to know, in one or two sentences"}},
             "required": ["reason", "summary"]}""";

    private static final Prompt.Function COMPOSE_FUNCTION = new Prompt.Function(
            COMPOSE,
            "Ends your answer with several parts: words, product cards, pictures, buttons to choose from.",
            JSON.readTree(COMPOSE_SCHEMA));
    private static final Prompt.Function HAND_OVER_FUNCTION = new Prompt.Function(
            HAND_OVER,
            "Calls a person of the team, who then answers instead of you. When the customer asks for a person, or when "
                    + "you can't help.",
            JSON.readTree(HAND_OVER_SCHEMA));

    private Acts() {}

    /// What came of asking for one.
    sealed interface Act {

        /// The turn ends with these parts.
        record Compose(List<Part> parts) implements Act {

            public Compose {
                parts = List.copyOf(parts);
            }
        }

        /// The turn ends, and a person is called.
        record HandOver(String reason, String summary) implements Act {}

        /// It can't be done as it was asked for.
        record Wrong(Ask ask, ToolAnswer why) implements Act {}
    }

    /// One part of a reply.
    ///
    /// @param imageUrl empty for none
    record Part(String text, String imageUrl, List<Saying.Button> buttons) {}

    /// Those that the tenant's agent has.
    static List<Prompt.Function> functions(AgentSettings settings) {
        var functions = new ArrayList<Prompt.Function>();
        if (!settings.tools().isEmpty() || !settings.mcpServers().isEmpty()) {
            functions.add(COMPOSE_FUNCTION);
        }
        if (settings.tools().contains(ToolGroup.HANDOFF)) {
            functions.add(HAND_OVER_FUNCTION);
        }
        return functions;
    }

    static boolean isAct(Ask ask, AgentSettings settings) {
        return functions(settings).stream().anyMatch(function -> function.name().equals(ask.name()));
    }

    /// What the first act among these asks comes to; a person is called before anything else is said.
    static Optional<Act> in(Turn turn, List<Ask> asks, AgentSettings settings) {
        var acts = asks.stream().filter(ask -> isAct(ask, settings)).toList();
        return acts.stream()
                .filter(ask -> ask.name().equals(HAND_OVER))
                .findFirst()
                .or(() -> acts.stream().findFirst())
                .map(ask -> act(turn, ask, settings));
    }

    private static Act act(Turn turn, Ask ask, AgentSettings settings) {
        try {
            var arguments = JSON.readTree(ask.arguments());
            return ask.name().equals(HAND_OVER) ? handOver(arguments) : compose(turn, arguments, settings);
        } catch (JacksonException e) {
            return wrong(ask, "The arguments are not JSON.");
        } catch (WrongPart e) {
            return wrong(ask, e.complaint);
        }
    }

    private static Act.Wrong wrong(Ask ask, String why) {
        return new Act.Wrong(ask, ToolAnswer.refused(ToolResult.Refused.BAD_ARGUMENTS, why));
    }

    private static Act handOver(JsonNode arguments) {
        return new Act.HandOver(
                Storable.text(arguments.path("reason").asString("")),
                Storable.text(arguments.path("summary").asString("")));
    }

    private static Act compose(Turn turn, JsonNode arguments, AgentSettings settings) {
        var parts = new ArrayList<Part>();
        for (var part : arguments.path("parts")) {
            parts.add(part(turn, part, settings));
        }
        if (parts.isEmpty() || parts.size() > MOST_PARTS) {
            throw new WrongPart("There must be 1 to " + MOST_PARTS + " parts.");
        }
        return new Act.Compose(parts);
    }

    private static Part part(Turn turn, JsonNode part, AgentSettings settings) {
        var text = Storable.text(part.path("text").asString(""));
        return switch (part.path("kind").asString("")) {
            case "text" -> new Part(required(text, "text"), "", List.of());
            case "product" -> product(card(turn, part));
            case "picture" -> new Part(text, picture(turn, part, settings), List.of());
            case "buttons" -> new Part(required(text, "text"), "", buttons(part));
            default -> throw new WrongPart("A part's kind is text, product, picture or buttons.");
        };
    }

    private static String required(String value, String field) {
        if (value.isBlank()) {
            throw new WrongPart("A part lacks its " + field + ".");
        }
        return value;
    }

    /// A card is shown as its source gave it: no model writes a price.
    private static Part product(Card card) {
        var more = card.url() == null ? "" : "\n" + card.url();
        var text = "**" + card.title() + "**" + (card.text().isBlank() ? "" : "\n" + card.text()) + more;
        return new Part(text, card.imageUrl() == null ? "" : card.imageUrl(), List.of());
    }

    private static Card card(Turn turn, JsonNode part) {
        var id = required(part.path("product_id").asString(""), "product_id");
        return Rounds.answers(turn)
                .flatMap(answer -> answer.cards().stream())
                .filter(card -> card.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new WrongPart("No tool has named a product " + id + " in this turn: search first."));
    }

    /// Only a picture that a tool or the tenant has named: a model's own address may lead anywhere.
    private static String picture(Turn turn, JsonNode part, AgentSettings settings) {
        if (part.has("product_id")) {
            var image = card(turn, part).imageUrl();
            return required(image == null ? "" : image, "picture");
        }
        var url = required(part.path("image_url").asString(""), "image_url");
        boolean known = settings.systemPrompt().contains(url)
                || Rounds.answers(turn)
                        .anyMatch(answer -> answer.content().toString().contains(url)
                                || answer.cards().stream().anyMatch(card -> url.equals(card.imageUrl())));
        if (!known) {
            throw new WrongPart("No tool has named this picture.");
        }
        return url;
    }

    private static List<Saying.Button> buttons(JsonNode part) {
        var buttons = new ArrayList<Saying.Button>();
        for (var button : part.path("buttons")) {
            buttons.add(new Saying.Button(
                    Storable.text(required(button.path("id").asString(""), "button's id")),
                    Storable.text(required(button.path("title").asString(""), "button's title"))));
        }
        if (buttons.isEmpty() || buttons.size() > MOST_BUTTONS) {
            throw new WrongPart("There must be 1 to " + MOST_BUTTONS + " buttons.");
        }
        return buttons;
    }

    /// A part that can't be said.
    private static final class WrongPart extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String complaint;

        WrongPart(String complaint) {
            super(complaint);
            this.complaint = complaint;
        }
    }
}
