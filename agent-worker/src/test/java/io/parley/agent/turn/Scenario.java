package io.parley.agent.turn;

import static io.parley.agent.turn.ScriptedModel.asksAfter;
import static io.parley.agent.turn.ScriptedModel.saysAfter;
import static io.parley.agent.turn.ScriptedTools.done;

import io.parley.agent.model.Ask;
import io.parley.agent.tool.Card;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import io.parley.schemas.avro.IncomingKind;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;

/// Something that happens to a client, in which a process may die anywhere.
///
/// @param begin lets it happen
/// @param endings what the first turn may say first, whoever died where
/// @param timed whether what happens depends on when, so that a later process may decide otherwise
record Scenario(String name, Function<Rig, List<String>> begin, Set<String> endings, boolean timed) {

    private static final Ask SEARCH = new Ask("c1", "search", "{\"query\": \"boots\"}");
    private static final Ask STOCK = new Ask("c2", "stock", "{\"id\": 7}");
    private static final Ask BOOK = new Ask("c3", "book", "{\"start\": \"ten\"}");
    private static final Ask PAY = new Ask("c4", "pay", "{\"amount\": 10}");
    private static final Ask PERSON =
            new Ask("c5", "hand_over", "{\"reason\": \"angry\", \"summary\": \"lost parcel\"}");
    private static final Ask PARTS = new Ask("c6", "compose_reply", """
            {"parts": [{"kind": "text", "text": "Look:"}, {"kind": "product", "product_id": "p7"}]}""");

    static List<Scenario> all() {
        return List.of(
                new Scenario("answer", rig -> asking(rig, "queue", "hello"), Set.of("Done."), false),
                new Scenario("read", rig -> asking(rig, "queue", "boots?", SEARCH), Set.of("Done."), false),
                new Scenario("write", rig -> asking(rig, "queue", "book", BOOK), Set.of("Done."), false),
                new Scenario("pay", rig -> asking(rig, "queue", "pay", PAY), Set.of("Done."), false),
                new Scenario(
                        "several",
                        rig -> asking(rig, "queue", "all", SEARCH, STOCK, BOOK, PAY),
                        Set.of("Done."),
                        false),
                new Scenario("cards", Scenario::cards, Set.of("Look:"), false),
                new Scenario("person", rig -> asking(rig, "queue", "help", PERSON), Set.of(), false),
                new Scenario("interrupted read", rig -> interrupted(rig, SEARCH), Set.of("Done."), true),
                new Scenario("interrupted write", rig -> interrupted(rig, BOOK), Set.of("Done."), true),
                new Scenario("cancelled read", rig -> controlled(rig, IncomingKind.CANCEL, SEARCH), Set.of(), true),
                new Scenario("cancelled write", rig -> controlled(rig, IncomingKind.CANCEL, BOOK), Set.of(), true),
                new Scenario("taken over", rig -> controlled(rig, IncomingKind.TAKE_OVER, BOOK), Set.of(), true),
                new Scenario(
                        "a person's words", rig -> controlled(rig, IncomingKind.HUMAN_REPLY, SEARCH), Set.of(), true),
                new Scenario("burst and cancel", Scenario::burst, Set.of(), true),
                new Scenario("voice", Scenario::voice, Set.of(), false));
    }

    private static Rig tools(Rig rig, String onNewMessage) {
        var card = new Card("p7", "Bota Andes", "149,00 EUR", null, null);
        var found = JsonNodeFactory.instance.objectNode().put("found", "Andes");
        rig.tools
                .tool(
                        "search",
                        Effect.READ,
                        400,
                        call -> new Toolbox.Outcome.Answered(new ToolResult.Done(found, List.of(card))))
                .tool("stock", Effect.READ, 300, call -> done("{\"stock\": 3}"))
                .tool("book", Effect.WRITE, 2_000, call -> done("{\"booked\": true}"))
                .tool("pay", Effect.WRITE, 500, false, call -> done("{\"paid\": true}"));
        return rig.agent("\"tools\": [\"products\", \"handoff\"], \"on-new-message\": \"" + onNewMessage + "\"");
    }

    /// What the model says depends on what it has been told, whoever asks: first it asks for calls, then it answers.
    private static void model(Rig rig, Ask... asks) {
        var first = asks.length == 0 ? saysAfter(100, "Done.") : asksAfter(100, "", asks);
        var then = saysAfter(100, "Done.");
        rig.model.plays((prompt, stage) ->
                (prompt.lines().stream().allMatch(line -> line.asks().isEmpty()) ? first : then).play(prompt, stage));
    }

    private static List<String> asking(Rig rig, String onNewMessage, String text, Ask... asks) {
        tools(rig, onNewMessage);
        model(rig, asks);
        return List.of(rig.message(0, text));
    }

    private static List<String> cards(Rig rig) {
        tools(rig, "queue");
        var search = asksAfter(100, "", SEARCH);
        var compose = asksAfter(100, "", PARTS);
        rig.model.plays((prompt, stage) -> (prompt.lines().stream()
                                .allMatch(line -> line.asks().isEmpty())
                        ? search
                        : compose)
                .play(prompt, stage));
        return List.of(rig.message(0, "boots?"));
    }

    private static List<String> interrupted(Rig rig, Ask ask) {
        tools(rig, "interrupt");
        model(rig, ask);
        return List.of(rig.message(0, "ten"), rig.message(300, "no, eleven"));
    }

    private static List<String> controlled(Rig rig, IncomingKind kind, Ask ask) {
        tools(rig, "queue");
        model(rig, ask);
        var first = rig.message(0, "ten");
        rig.control(300, kind);
        return List.of(first);
    }

    private static List<String> burst(Rig rig) {
        rig.tenant("\"burst\": {\"quiet\": \"2s\"}, \"agent\": {\"on-new-message\": \"queue\"}");
        var ids = List.of(rig.message(0, "one"), rig.message(500, "two"), rig.message(5_000, "three"));
        rig.control(5_100, IncomingKind.CANCEL);
        return ids;
    }

    private static List<String> voice(Rig rig) {
        rig.agent("\"on-new-message\": \"queue\"");
        rig.senses.refuses("unheard");
        return List.of(rig.file(0, "voice", "heard", null), rig.file(20_000, "voice", "unheard", null));
    }
}
