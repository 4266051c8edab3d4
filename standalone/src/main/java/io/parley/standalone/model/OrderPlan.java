package io.parley.standalone.model;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// "¿Dónde está mi pedido 1001?"
final class OrderPlan implements Plan {

    static final String TOOL = "order_status";

    private static final Pattern ORDER = Pattern.compile(
            "\\b(pedidos?|orden|ordenes|orders?|(mi|my) (compra|paquete|purchase|package|parcel|shipment))\\b");
    private static final Pattern STATE = Pattern.compile(
            "\\b(mi|my|donde|where|estado|state|status|llega\\w*|arriv\\w*|cuando|when|track\\w*|seguimiento|paso)\\b");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!talk.offers(TOOL) || !isOrder(question, talk)) {
            return Optional.empty();
        }
        Optional<String> number = Mentioned.orderNumber(question.text()).or(() -> earlierNumber(talk));
        if (number.isEmpty()) {
            return Optional.of(new Move.Say(whichOne(talk)));
        }
        ToolCall call = call(number.get(), talk);
        return Optional.of(talk.result(call)
                .<Move>map(result -> new Move.Say(words(result, number.get(), talk)))
                .orElseGet(() -> new Move.Ask(call)));
    }

    /// A number or a contact alone goes on with an order that was spoken of before.
    private static boolean isOrder(Question question, Talk talk) {
        boolean numbered = Mentioned.orderNumber(question.text()).isPresent();
        if (question.has(ORDER)) {
            return numbered || question.has(STATE);
        }
        boolean answers = numbered || Mentioned.contact(question.text()).isPresent();
        return answers && wordsIn(question) <= 2 && spokenOf(talk);
    }

    private static long wordsIn(Question question) {
        return question.stems().stream()
                .filter(stem -> !Character.isDigit(stem.charAt(0)))
                .filter(stem -> Mentioned.contact(question.text())
                        .filter(contact -> Words.stems(contact).contains(stem))
                        .isEmpty())
                .count();
    }

    private static boolean spokenOf(Talk talk) {
        return !talk.earlier().isEmpty()
                && ORDER.matcher(Words.plain(talk.earlier().getLast())).find();
    }

    private static Optional<String> earlierNumber(Talk talk) {
        return talk.earlier().reversed().stream()
                .filter(text -> ORDER.matcher(Words.plain(text)).find())
                .findFirst()
                .flatMap(Mentioned::orderNumber);
    }

    private static ToolCall call(String number, Talk talk) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("order_number", number);
        Mentioned.contact(String.join("\n", talk.written().reversed()))
                .filter(contact -> talk.tool(TOOL).orElseThrow().takes("contact"))
                .ifPresent(contact -> arguments.put("contact", contact));
        return ToolCall.of(TOOL, arguments);
    }

    private static String words(Result result, String number, Talk talk) {
        if (result.isNotFound()) {
            return talk.say("No encuentro el pedido %s con esos datos.", "I cannot find the order %s with these data.")
                            .formatted(number)
                    + " " + whichOne(talk);
        }
        return result.isRefused() ? Facts.notNow(talk) : Facts.ofOrder(result, talk);
    }

    private static String whichOne(Talk talk) {
        return talk.say(
                "¿Me dices el número del pedido y el correo electrónico con el que compraste?",
                "Could you tell me the number of the order and the e-mail address that you ordered with?");
    }
}
