package io.parley.agent.turn;

import static io.parley.agent.turn.ScriptedTools.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import io.parley.lanes.Cancellation;
import io.parley.schemas.avro.IncomingKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Conversations of all kinds, drawn from a seed: every turn that came of them comes again from its journal record.
class RerunTest {

    private static final int CONVERSATIONS = 250;
    private static final List<String> MODES = List.of("interrupt", "queue", "steer");

    private final Set<String> met = new TreeSet<>();

    @Test
    void every_turn_of_any_conversation_is_the_same_again() throws Exception {
        // given
        long seed = new Random().nextInt(1_000_000);
        int turns = 0;
        // when
        for (int i = 0; i < CONVERSATIONS; i++) {
            turns += conversation(seed + i);
        }
        // then
        assertThat(turns).as("seed %s", seed).isGreaterThan(500);
        assertThat(met)
                .as("seed %s", seed)
                .contains(
                        "interrupted",
                        "cancelled",
                        "taken-over",
                        "human-replied",
                        "model-failed",
                        "retried",
                        "failed",
                        "resumed",
                        "silenced",
                        "handed-over",
                        "refused",
                        "tool",
                        "begun",
                        "media",
                        "transcription");
    }

    private int conversation(long seed) throws InterruptedException {
        var random = new Random(seed);
        var rig = new Rig();
        rig.tools
                .tool("search", Effect.READ, random.nextInt(900), call -> found(random))
                .tool("stock", Effect.READ, random.nextInt(400), call -> done("{\"stock\": 3}"))
                .tool("book", Effect.WRITE, random.nextInt(3_000), call -> done("{\"booked\": true}"))
                .tool("pay", Effect.WRITE, 700, false, call -> found(random));
        rig.tenant(
                ("\"burst\": {\"quiet\": \"%dms\", \"cap\": \"3s\"}, \"agent\": {\"system-prompt\": \"Sell shoes.\", "
                                + "\"tools\": [\"products\", \"handoff\"], \"max-steps\": 4, \"turn-timeout\": \"20s\", "
                                + "\"fallback-model\": \"model-2\", \"on-new-message\": \"%s\"}")
                        .formatted(random.nextInt(1_500), MODES.get(random.nextInt(3))));
        rig.tools.isPurseEmpty = random.nextInt(12) == 0;
        rig.model.plays((prompt, stage) -> play(random, prompt, stage));
        write(rig, random);
        carryOn(rig);
        rig.journal.forEach(turn -> {
            turn.decisions().forEach(decision -> met.add(decision.what()));
            turn.steps().forEach(step -> met.add(step.kind()));
        });
        try {
            return Reruns.allAreTheSame(rig);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static Toolbox.Outcome found(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.TIMEOUT);
            case 1 -> new Toolbox.Outcome.Answered(new ToolResult.Refused("not-found", "No such thing."));
            default -> done("{\"found\": \"Andes %d\", \"price\": 149.00}".formatted(random.nextInt(3)));
        };
    }

    private static void play(Random random, Prompt prompt, ScriptedModel.Stage stage) {
        int millis = random.nextInt(4_000);
        switch (random.nextInt(14)) {
            case 0 -> stage.later(millis, () -> stage.ended(ScriptedModel.unavailable()));
            case 1 ->
                stage.later(millis, () -> {
                    stage.text("Half");
                    stage.ended(ScriptedModel.unavailable());
                });
            case 2 ->
                stage.later(
                        millis,
                        () -> stage.ended(new ModelOutcome.Failed(
                                ModelOutcome.Failed.RATE_LIMITED,
                                true,
                                Optional.of(Duration.ofSeconds(random.nextInt(40))),
                                "HTTP 429")));
            case 3 -> stage.later(millis, () -> stage.text("Silence"));
            case 4 ->
                stage.later(
                        millis,
                        () -> stage.ended(new ModelOutcome.Failed(
                                ModelOutcome.Failed.CONTEXT_TOO_LONG, false, Optional.empty(), "HTTP 400")));
            case 5, 6, 7, 8 -> {
                var asks = random.ints(1 + random.nextInt(3), 0, 7)
                        .mapToObj(number -> ask(number, random))
                        .toList();
                var text = random.nextBoolean() ? "One moment." : "";
                ScriptedModel.asksAfter(millis, text, asks.toArray(Ask[]::new)).play(prompt, stage);
            }
            default ->
                ScriptedModel.saysAfter(millis, "Answer " + random.nextInt(5)).play(prompt, stage);
        }
    }

    private static Ask ask(int number, Random random) {
        var id = "c" + random.nextInt(1_000_000);
        return switch (number) {
            case 0 -> new Ask(id, "search", "{\"query\": \"boots\"}");
            case 1 -> new Ask(id, "stock", "{\"id\": " + random.nextInt(2) + "}");
            case 2 -> new Ask(id, "book", "{\"start\": \"ten\"}");
            case 3 -> new Ask(id, "pay", "{}");
            case 4 -> new Ask(id, "search", "no JSON");
            case 5 ->
                new Ask(
                        id,
                        "compose_reply",
                        "{\"parts\": [{\"kind\": \"text\", \"text\": \"Boots.\"}, {\"kind\": \"buttons\", \"text\": \"Which?\","
                                + " \"buttons\": [{\"id\": \"a\", \"title\": \"A\"}]}]}");
            default -> new Ask(id, "hand_over", "{\"reason\": \"asked\", \"summary\": \"Wants a person.\"}");
        };
    }

    /// What people and the machine do, at random times.
    private static void write(Rig rig, Random random) {
        int events = 2 + random.nextInt(7);
        var used = new HashSet<Integer>();
        for (int i = 0; i < events; i++) {
            int millis = 1 + random.nextInt(30_000);
            if (!used.add(millis)) {
                continue;
            }
            switch (i == 0 ? 9 : random.nextInt(16)) {
                case 0 -> rig.control(millis, IncomingKind.CANCEL);
                case 1 -> rig.control(millis, IncomingKind.TAKE_OVER);
                case 2 -> rig.control(millis, IncomingKind.HUMAN_REPLY);
                case 3 -> rig.control(millis, IncomingKind.HAND_BACK);
                case 4 -> rig.control(millis, IncomingKind.TYPING);
                case 5 -> rig.file(millis, "voice", "voice" + millis, null);
                case 6 -> rig.file(millis, "image", "image" + millis, "Like this?");
                case 7 -> rig.time.after(millis, () -> rig.lane.cancel(Cancellation.SHUTDOWN));
                case 8 -> rig.arrives(millis, Installed.message(rig.client, "twice", "Hello?"));
                default -> rig.message(millis, "Question " + millis);
            }
        }
    }

    private static void carryOn(Rig rig) throws InterruptedException {
        do {
            while (!rig.lane.isEmpty()) {
                try {
                    rig.handle();
                } catch (LaneLeft e) {
                    rig.restart();
                }
            }
        } while (rig.time.step(rig.time.instant().plusSeconds(600)));
    }
}
