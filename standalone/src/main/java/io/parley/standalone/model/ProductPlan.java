package io.parley.standalone.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// "¿Tienen zapatillas para correr?"
///
/// @param anything whether any question may be about a product, not only one that asks for a price or the like
record ProductPlan(boolean anything) implements Plan {

    static final String SEARCH = "search_products";
    static final String CATEGORY = "search_by_category";
    static final String BROWSE = "browse_catalogue";

    private static final Pattern WISH = Pattern.compile(
            "\\b(cuanto|precios?|cuestan?|valen?|tienen|tenes|tienes|tendran|venden|vendes|hay|busco|buscando|quiero|"
                    + "quisiera|necesito|interesa|mostrame|muestrame|ver|stock|talles?|tallas?|catalogo|productos?|comprar|"
                    + "ofrecen|categoria|how much|prices?|costs?|have|sell|offer|looking|look for|need|want|show|see|search|find|"
                    + "available|sizes?|products?|catalogue|catalog|category|buy)\\b");
    private static final Pattern ALL = Pattern.compile(
            "\\b(tienen|tenes|tienes|venden|vendes|ofrecen|productos?|catalogo|have|sell|offer|products?|catalogue|catalog|"
                    + "(ver|mostr\\w*|muestr\\w*|show|see)\\b.*\\b(mas|todos?|todas?|more|all))\\b");
    private static final Pattern NAMED_CATEGORY =
            Pattern.compile("(?iu)\\b(?:categor[ií]a|category)(?: de| of|:)?\\s+[\"«]?([\\p{L}][\\p{L} -]*)");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!isMine(question)) {
            return Optional.empty();
        }
        for (ToolCall call : calls(question, talk)) {
            Optional<Result> result = talk.result(call);
            if (result.isEmpty()) {
                return Optional.of(new Move.Ask(call));
            }
            List<JsonNode> products =
                    result.get().json().path("products").valueStream().toList();
            if (!products.isEmpty()) {
                return Optional.of(new Move.Say(talk.say("Encontré esto:", "I have found this:"), products));
            }
            if (result.get().isRefused() || !result.get().json().isObject()) {
                return Optional.of(
                        new Move.Say(result.get().isRefused() ? Facts.notNow(talk) : Facts.found(result.get(), talk)));
            }
        }
        return Optional.empty();
    }

    private boolean isMine(Question question) {
        return anything || (question.has(WISH) && !question.has(KnowledgePlan.SERVICE));
    }

    /// "What do you have?"
    static boolean isForAll(Question question) {
        return question.has(ALL);
    }

    /// What is tried, one after the other.
    private static List<ToolCall> calls(Question question, Talk talk) {
        String keywords = question.keywords();
        if (keywords.isEmpty()) {
            return isForAll(question) && talk.offers(BROWSE) ? List.of(ToolCall.of(BROWSE)) : List.of();
        }
        List<ToolCall> calls = new ArrayList<>();
        category(question, talk).ifPresent(name -> calls.add(ToolCall.of(CATEGORY, "category", name)));
        if (talk.offers(SEARCH)) {
            calls.add(ToolCall.of(SEARCH, "query", keywords));
        }
        return calls;
    }

    /// A category that the question names as such, or one of those that the tool takes.
    private static Optional<String> category(Question question, Talk talk) {
        Matcher named = NAMED_CATEGORY.matcher(question.text());
        return talk.tool(CATEGORY)
                .flatMap(tool -> named.find()
                        ? Optional.of(named.group(1).strip())
                        : tool.parameters()
                                .at("/properties/category/enum")
                                .valueStream()
                                .map(name -> name.asString(""))
                                .filter(name -> question.stems().containsAll(Words.stems(name)))
                                .findFirst());
    }
}
