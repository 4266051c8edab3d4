package io.parley.agent.turn;

import static io.parley.agent.turn.ScriptedModel.asksAfter;
import static io.parley.agent.turn.ScriptedModel.failsAfter;
import static io.parley.agent.turn.ScriptedModel.saysAfter;
import static io.parley.agent.turn.ScriptedModel.unavailable;
import static io.parley.agent.turn.ScriptedTools.done;

import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.tool.Card;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import io.parley.schemas.avro.IncomingKind;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/// Something that happens to a client, in which a process may die anywhere.
///
/// @param begin lets it happen
/// @param endings what the first turn may say first, whoever died where
/// @param timed whether what happens depends on when, so that a later process may decide otherwise
/// @param bill what it costs if nobody dies
record Scenario(String name, Function<Rig, List<String>> begin, Set<String> endings, boolean timed, Bill bill) {

    private static final String INTERRUPTED = "TurnStore.again";
    private static final String RETRIED = "TurnStore.again";
    private static final String ENDED = "TurnStore.end";
    private static final String SILENCED = "TurnStore.silence";

    private static final Ask SEARCH = new Ask("c1", "search", "{\"query\": \"boots\"}");
    private static final Ask STOCK = new Ask("c2", "stock", "{\"id\": 7}");
    private static final Ask BOOK = new Ask("c3", "book", "{\"start\": \"ten\"}");
    private static final Ask PAY = new Ask("c4", "pay", "{\"amount\": 10}");
    private static final Ask PERSON =
            new Ask("c5", "hand_over", "{\"reason\": \"angry\", \"summary\": \"lost parcel\"}");
    private static final Ask PARTS = new Ask("c6", "compose_reply", """
            {"parts": [{"kind": "text", "text": "Look:"}, {"kind": "product", "product_id": "p7"}]}""");

    static List<Scenario> all() {
        return Stream.concat(undisturbed(), disturbed()).toList();
    }

    private static Stream<Scenario> undisturbed() {
        return Stream.of(
                same("answer", rig -> asking(rig, "queue", "hello"), "Done.", Bill.of("model")),
                same(
                        "read",
                        rig -> asking(rig, "queue", "boots?", SEARCH),
                        "Done.",
                        Bill.of("model", "search", "model")),
                same("write", rig -> asking(rig, "queue", "book", BOOK), "Done.", Bill.of("model", "book", "model")),
                same("pay", rig -> asking(rig, "queue", "pay", PAY), "Done.", Bill.of("model", "pay", "model")),
                same(
                        "several",
                        rig -> asking(rig, "queue", "all", SEARCH, STOCK, BOOK, PAY),
                        "Done.",
                        Bill.of("model", "search", "stock", "book", "pay", "model")),
                same("cards", Scenario::cards, "Look:", Bill.of("model", "search", "model")),
                same(
                        "failing model",
                        Scenario::failing,
                        "Done.",
                        Bill.of("model", "model", "model")
                                .failing(2)
                                .wasting("model", RETRIED)
                                .wasting("model", ENDED)),
                new Scenario("person", rig -> asking(rig, "queue", "help", PERSON), Set.of(), false, Bill.of("model")),
                new Scenario(
                        "voice",
                        Scenario::voice,
                        Set.of(),
                        false,
                        Bill.of("media", "transcription", "model", "media", "transcription")));
    }

    private static Scenario same(String name, Function<Rig, List<String>> begin, String ending, Bill bill) {
        return new Scenario(name, begin, Set.of(ending), false, bill);
    }

    /// By something that comes while it goes on, or later if the process is dead by then.
    private static Stream<Scenario> disturbed() {
        return Stream.of(
                interrupted("interrupted answer", Bill.of("model", "model").wasting("model", INTERRUPTED)),
                interrupted(
                        "interrupted read", Bill.of("model", "search", "model").wasting("search", INTERRUPTED), SEARCH),
                interrupted("interrupted write", Bill.of("model", "book", "model"), BOOK),
                timed(
                        "cancelled answer",
                        rig -> controlled(rig, IncomingKind.CANCEL),
                        Bill.of("model").wasting("model", ENDED)),
                timed(
                        "cancelled read",
                        rig -> controlled(rig, IncomingKind.CANCEL, SEARCH),
                        Bill.of("model", "search").wasting("search", ENDED)),
                timed("cancelled write", rig -> controlled(rig, IncomingKind.CANCEL, BOOK), Bill.of("model", "book")),
                timed("taken over", rig -> controlled(rig, IncomingKind.TAKE_OVER, BOOK), Bill.of("model", "book")),
                timed(
                        "a person's words",
                        rig -> controlled(rig, IncomingKind.HUMAN_REPLY, SEARCH),
                        Bill.of("model", "search").wasting("search", SILENCED)),
                timed("burst and cancel", Scenario::burst, Bill.of("model")));
    }

    private static Scenario timed(String name, Function<Rig, List<String>> begin, Bill bill) {
        return new Scenario(name, begin, Set.of(), true, bill);
    }

    private static Scenario interrupted(String name, Bill bill, Ask... asks) {
        return new Scenario(name, rig -> interrupted(rig, asks), Set.of("Done."), true, bill);
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
        var first = asks.length == 0 ? writes() : asksAfter(100, "", asks);
        var then = saysAfter(100, "Done.");
        rig.model.plays((prompt, stage) ->
                (prompt.lines().stream().allMatch(line -> line.asks().isEmpty()) ? first : then).play(prompt, stage));
    }

    /// Writes for a while.
    private static ScriptedModel.Part writes() {
        return (prompt, stage) -> {
            stage.later(200, () -> stage.text("Do"));
            stage.later(400, () -> {
                stage.text("ne.");
                stage.ended(new ModelOutcome.Answered("Done.", "stop", 7, 3));
            });
        };
    }

    /// A model that fails when it has written something, then at once, and then no more.
    private static List<String> failing(Rig rig) {
        tools(rig, "queue");
        rig.model.plays(
                (prompt, stage) -> {
                    stage.later(50, () -> stage.text("D"));
                    stage.later(100, () -> stage.ended(unavailable()));
                },
                failsAfter(100, unavailable()),
                saysAfter(100, "Done."));
        return List.of(rig.message(0, "hello"));
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

    private static List<String> interrupted(Rig rig, Ask... asks) {
        tools(rig, "interrupt");
        model(rig, asks);
        return List.of(rig.message(0, "ten"), rig.message(300, "no, eleven"));
    }

    private static List<String> controlled(Rig rig, IncomingKind kind, Ask... asks) {
        tools(rig, "queue");
        model(rig, asks);
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
