package io.parley.agent.turn;

import io.parley.agent.tool.Card;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What came of a call, as the step holds it.
///
/// @param status `done`, `refused` or `failed`
/// @param reason why it was not done: a stable lower-case word; empty where it was
/// @param content what the model is told
/// @param cards that a reply may show
record ToolAnswer(String status, String reason, JsonNode content, List<Card> cards) {

    static final String DONE = "done";
    static final String REFUSED = "refused";
    static final String UNKNOWN = "unknown";
    private static final String FAILED = "failed";
    /// A price stays as its source wrote it: 149.00 is not 149.0.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    ToolAnswer {
        cards = List.copyOf(cards);
    }

    static ToolAnswer of(Toolbox.Outcome outcome) {
        return switch (outcome) {
            case Toolbox.Outcome.Answered(ToolResult.Done done) ->
                new ToolAnswer(DONE, "", done.content(), done.cards());
            case Toolbox.Outcome.Answered(ToolResult.Refused refused) -> refused(refused.reason(), refused.message());
            case Toolbox.Outcome.Failed failed -> failed(failed.reason());
        };
    }

    static ToolAnswer refused(String reason, String message) {
        return new ToolAnswer(REFUSED, reason, error(reason, message), List.of());
    }

    static ToolAnswer failed(String reason) {
        return new ToolAnswer(
                FAILED,
                reason,
                error(reason, "The tool gave no result. Do not guess what it would have said."),
                List.of());
    }

    /// It may have been done or not, and must not be done twice.
    static ToolAnswer unknown() {
        var message =
                "It is not known whether this was done. Do not repeat it, and tell the customer that it is being checked.";
        return new ToolAnswer(FAILED, UNKNOWN, error(UNKNOWN, message), List.of());
    }

    private static JsonNode error(String reason, String message) {
        return JsonNodeFactory.instance.objectNode().put("error", reason).put("message", message);
    }

    boolean isFailure() {
        return status.equals(FAILED);
    }

    static ToolAnswer of(Step step) {
        var answer = JSON.readTree(step.answer());
        var cards = new ArrayList<Card>();
        for (var card : answer.path("cards")) {
            cards.add(new Card(
                    card.path("id").asString(""),
                    card.path("title").asString(""),
                    card.path("text").asString(""),
                    optional(card, "image_url"),
                    optional(card, "url")));
        }
        return new ToolAnswer(
                answer.path("status").asString(""), answer.path("reason").asString(""), answer.path("content"), cards);
    }

    private static @Nullable String optional(JsonNode node, String field) {
        return node.path(field).stringValueOpt().orElse(null);
    }

    JsonNode json() {
        var answer = JsonNodeFactory.instance.objectNode().put("status", status);
        if (!reason.isEmpty()) {
            answer.put("reason", reason);
        }
        answer.set("content", content);
        cards.forEach(card -> answer.withArray("cards").add(json(card)));
        return answer;
    }

    private static ObjectNode json(Card card) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("id", Storable.text(card.id()))
                .put("title", Storable.text(card.title()))
                .put("text", Storable.text(card.text()));
        Optional.ofNullable(card.imageUrl()).ifPresent(url -> node.put("image_url", Storable.text(url)));
        Optional.ofNullable(card.url()).ifPresent(url -> node.put("url", Storable.text(url)));
        return node;
    }
}
