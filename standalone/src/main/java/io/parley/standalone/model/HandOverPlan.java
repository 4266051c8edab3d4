package io.parley.standalone.model;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/// "Quiero hablar con una persona."
final class HandOverPlan implements Plan {

    static final String TOOL = "hand_over";

    private static final String SOMEBODY =
            "(persona|humano|humana|human|person|agente|agent|asesor|asesora|alguien|someone|"
                    + "somebody|operador|operadora|operator|representante|representative|vendedor|vendedora|encargado|engineer)";
    private static final Pattern WISH =
            Pattern.compile("\\b(hablar|habla|comunic\\w*|pas[ae]\\w*|atiend\\w*|quiero|quisiera|"
                    + "necesito|contact\\w*|talk|speak|want|need|connect|transfer|get me)\\b.*\\b" + SOMEBODY + "\\b");
    private static final Pattern ALONE =
            Pattern.compile("^\\W*(una? |a |an |real |the )*" + SOMEBODY + "( real)?\\W*$");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!talk.offers(TOOL) || (!question.has(WISH) && !question.has(ALONE))) {
            return Optional.empty();
        }
        ToolCall call = ToolCall.of(
                TOOL,
                JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                "reason",
                                talk.say("El cliente pide hablar con una persona", "The customer asks for a person"))
                        .put("summary", talk.lastWords()));
        return Optional.of(talk.result(call)
                .<Move>map(result -> new Move.Say(words(result, talk)))
                .orElseGet(() -> new Move.Ask(call)));
    }

    private static String words(Result result, Talk talk) {
        return result.isRefused()
                ? talk.say(
                        "Ahora mismo no puedo pasarte con una persona.", "I cannot pass you on to a person right now.")
                : talk.say(
                        "Le avisé a una persona del equipo, que te responde por aquí.",
                        "I have told a person of the team, who will answer you here.");
    }
}
