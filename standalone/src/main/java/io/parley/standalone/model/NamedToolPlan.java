package io.parley.standalone.model;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Any other tool, of which nothing is known but what is said of it: it is called when a question names it.
final class NamedToolPlan implements Plan {

    /// Tools that have plans of their own.
    private static final Set<String> KNOWN = Set.of(
            HandOverPlan.TOOL,
            OrderPlan.TOOL,
            ProductPlan.SEARCH,
            ProductPlan.CATEGORY,
            ProductPlan.BROWSE,
            BookingPlan.TOOL,
            AppointmentsPlan.LIST,
            AppointmentsPlan.CANCEL,
            KnowledgePlan.TOOL,
            Showing.TOOL);

    /// A few Spanish words that tools, described in English, are about.
    private static final Map<String, String> TRANSLATIONS = Map.of(
            "suma", "sum",
            "sumar", "sum",
            "clima", "weather",
            "tiemp", "weather",
            "tempe", "temperature",
            "repit", "echo",
            "image", "image",
            "ayuda", "help",
            "busca", "search",
            "fecha", "date");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        Set<String> asked = stems(question);
        return talk.tools().stream()
                .filter(tool -> !KNOWN.contains(tool.name()))
                .filter(tool -> shared(tool.name(), asked) > 0 || shared(tool.description(), asked) > 1)
                .max(Comparator.comparingLong(
                        tool -> shared(tool.name(), asked) * 2 + shared(tool.description(), asked)))
                .map(tool -> use(tool, question, talk));
    }

    /// Calls a tool, whatever the question, as a request may insist on.
    static Move use(ChatRequest.Tool tool, Question question, Talk talk) {
        ToolCall call = ToolCall.of(tool.name(), ToolArguments.required(tool.parameters(), question));
        return talk.result(call)
                .<Move>map(result -> new Move.Say(result.isRefused() ? Facts.notNow(talk) : Facts.found(result, talk)))
                .orElseGet(() -> new Move.Ask(call));
    }

    private static long shared(String text, Set<String> asked) {
        Set<String> own = Words.stems(text.replaceAll("(?<=[a-z])(?=[A-Z])|[_-]", " "));
        return asked.stream().filter(own::contains).count();
    }

    private static Set<String> stems(Question question) {
        List<String> translated = question.stems().stream()
                .filter(TRANSLATIONS::containsKey)
                .map(TRANSLATIONS::get)
                .toList();
        Set<String> stems = new HashSet<>(question.stems());
        translated.forEach(word -> stems.addAll(Words.stems(word)));
        return stems;
    }
}
