package io.parley.agent.turn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What has been asked of others, and the answers that are stored, each by what was asked: `model`, `transcription`,
/// `media`, or a tool's name.
record Receipts(List<String> bought, List<String> kept) {

    Receipts {
        bought = bought.stream().sorted().toList();
        kept = kept.stream().sorted().toList();
    }

    static Receipts of(Rig rig, Collection<Turn> turns) {
        var bought = Stream.of(
                        times(Rounds.MODEL, rig.model.prompts().size()),
                        times(Findings.TRANSCRIPTION, rig.senses.transcribed.size()),
                        times(Findings.MEDIA, rig.senses.fetched.size()),
                        rig.tools.names().stream())
                .flatMap(some -> some)
                .toList();
        var kept = steps(turns).filter(Receipts::isAnswer).map(Receipts::of).toList();
        return new Receipts(bought, kept);
    }

    private static Stream<Step> steps(Collection<Turn> turns) {
        return turns.stream().flatMap(turn -> turn.steps().stream());
    }

    private static Stream<String> times(String what, int times) {
        return IntStream.range(0, times).mapToObj(time -> what);
    }

    /// A mark is none, and what is said of a write that nobody knows of has not been heard from it.
    private static boolean isAnswer(Step step) {
        return switch (step.kind()) {
            case Rounds.BEGUN -> false;
            case Rounds.TOOL -> !ToolAnswer.of(step).reason().equals(ToolAnswer.UNKNOWN);
            default -> true;
        };
    }

    private static String of(Step step) {
        return step.kind().equals(Rounds.TOOL) ? step.name() : step.kind();
    }

    /// The names of tools of which a write is marked as begun.
    static List<String> begun(Collection<Turn> turns) {
        return steps(turns)
                .filter(step -> step.kind().equals(Rounds.BEGUN))
                .map(Step::name)
                .sorted()
                .toList();
    }

    /// Which answers a process that has had these effects, and dies now, has not stored.
    ///
    /// @param calls of tools that it has made
    static List<String> lost(List<String> calls, List<String> effects) {
        var unstored = Effects.unstored(effects);
        int open = Effects.count(unstored, Effects.CALL);
        return Stream.of(
                        times(Rounds.MODEL, Effects.count(unstored, Effects.ASK)),
                        times(Findings.TRANSCRIPTION, Effects.count(unstored, "Transcriber.ask")),
                        times(Findings.MEDIA, Effects.count(unstored, "Media.fetch")),
                        calls.subList(calls.size() - open, calls.size()).stream())
                .flatMap(some -> some)
                .sorted()
                .toList();
    }

    /// How often the model was asked.
    int asked() {
        return Collections.frequency(bought, Rounds.MODEL);
    }

    /// How often each was asked without an answer that is stored.
    List<String> unanswered() {
        return without(bought, kept);
    }

    /// What has come since.
    Receipts since(Receipts before) {
        return new Receipts(without(bought, before.bought), without(kept, before.kept));
    }

    /// @throws AssertionError where not all of them are there
    static List<String> without(List<String> all, List<String> some) {
        var left = new ArrayList<>(all);
        for (var one : some) {
            if (!left.remove(one)) {
                throw new AssertionError(one + " is not among " + all);
            }
        }
        return List.copyOf(left);
    }
}
