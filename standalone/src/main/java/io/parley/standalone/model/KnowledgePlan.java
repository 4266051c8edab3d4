package io.parley.standalone.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// "¿Hasta cuándo puedo devolver un producto?": whatever the company's documents may say.
final class KnowledgePlan implements Plan {

    static final String TOOL = "search_knowledge";

    /// What companies have terms for, rather than things on a shelf.
    static final Pattern SERVICE = Pattern.compile(
            "\\b(envios?|entregan?|entregas|retir\\w*|horarios?|hora|abren|abierto|cierran|cerrado|direccion|ubicacion|queda|"
                    + "telefono|cambi\\w*|devol\\w*|reembolso|garantia|pagos?|pagar|cuotas|tarjeta|efectivo|transferencia|"
                    + "factura|shipping|deliver\\w*|open|opening|hours|closed?|address|located|phone|return\\w*|exchange|"
                    + "refund|warranty|guarantee|pay\\w*|card|invoice|accredit\\w*|traceab\\w*|certificates?|collection|"
                    + "express|polic\\w*)\\b");

    private static final Pattern SENTENCE = Pattern.compile("(?<=[.!?])\\s+|\\s*\\n[-*\\s]*");
    private static final int ALIKE = 3;

    private record Fact(String text, String source, long fit) {}

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!talk.offers(TOOL) || question.keywords().isEmpty()) {
            return Optional.empty();
        }
        ToolCall call = ToolCall.of(TOOL, "query", question.keywords());
        Optional<Result> result = talk.result(call);
        return result.isPresent() ? words(result.get(), question, talk) : Optional.of(new Move.Ask(call));
    }

    private static Optional<Move> words(Result result, Question question, Talk talk) {
        if (result.isRefused()) {
            return Optional.of(new Move.Say(Facts.notNow(talk)));
        }
        return result.json()
                .path("passages")
                .valueStream()
                .map(passage -> fact(passage, Words.stems(question.keywords())))
                .filter(fact -> fact.fit() > 0)
                .reduce((best, next) -> next.fit() > best.fit() ? next : best)
                .map(fact -> new Move.Say(fact.text() + talk.say(" (Fuente: ", " (Source: ") + fact.source() + ")"));
    }

    /// The sentence of a passage that fits best, and how well it does under the passage's title.
    private static Fact fact(JsonNode passage, Set<String> asked) {
        ToLongFunction<String> fit = sentence -> fit(asked, Words.stems(sentence));
        String title = passage.path("title").asString("");
        String best = Arrays.stream(SENTENCE.split(passage.path("text").asString("")))
                .filter(sentence -> !sentence.isBlank() && !sentence.startsWith("#"))
                .max(Comparator.comparingLong(fit))
                .orElse("");
        return new Fact(best.strip(), passage.path("source").asString(title), fit.applyAsLong(title + " " + best));
    }

    /// How many of the words that were asked for have one like them among these: "abren" is like "abrimos".
    private static long fit(Set<String> asked, Set<String> said) {
        return asked.stream()
                .filter(word -> said.stream().anyMatch(other -> isLike(word, other)))
                .count();
    }

    private static boolean isLike(String one, String other) {
        int common = 0;
        while (common < Math.min(one.length(), other.length()) && one.charAt(common) == other.charAt(common)) {
            common++;
        }
        return one.equals(other) || common >= ALIKE;
    }
}
