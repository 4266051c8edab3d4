package io.parley.standalone.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private static final int MAX_LENGTH = 400;

    private record Found(String text, String source, long shared) {}

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!talk.offers(TOOL) || question.keywords().isEmpty()) {
            return Optional.empty();
        }
        ToolCall call = ToolCall.of(TOOL, "query", question.keywords());
        return talk.result(call)
                .map(result -> words(result, question, talk))
                .orElseGet(() -> Optional.of(new Move.Ask(call)));
    }

    private static Optional<Move> words(Result result, Question question, Talk talk) {
        if (result.isRefused()) {
            return Optional.of(new Move.Say(Facts.notNow(talk)));
        }
        return result.json()
                .path("passages")
                .valueStream()
                .map(passage -> found(passage, question))
                .filter(found -> found.shared() > 0)
                .max(Comparator.comparingLong(Found::shared))
                .map(found -> new Move.Say(found.text() + talk.say(" (Fuente: ", " (Source: ") + found.source() + ")"));
    }

    /// The sentence of a passage that fits best, and how well the passage fits.
    private static Found found(JsonNode passage, Question question) {
        String text = passage.path("text").asString("").strip();
        String title = passage.path("title").asString("");
        Set<String> own = Words.stems(title + " " + text);
        String best = new Passages(text).find(question.plain(), List.of()).orElseGet(() -> beginning(text));
        long shared = question.stems().stream().filter(own::contains).count();
        return new Found(best, passage.path("source").asString(title), shared);
    }

    private static String beginning(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = text.lastIndexOf(". ", MAX_LENGTH);
        return text.substring(0, end < 0 ? MAX_LENGTH : end + 1);
    }
}
