package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.Media;
import io.parley.agent.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the model is given of a conversation: the memory, and then the turn in the order in which it happened. Messages
/// stand behind what the model had asked for when they came.
final class Transcript {

    /// What models that see take (OpenAI, Images and vision).
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private static final String NOT_DONE = "Not done, because the customer wrote something new.";

    private Transcript() {}

    /// @param memoryLines how many of the latest lines of the memory are given
    /// @param media where pictures are; used only if the model sees
    static List<Prompt.Line> of(Turn turn, int memoryLines, boolean vision, Media media) {
        var lines = new ArrayList<Prompt.Line>();
        var memory = turn.memory();
        memory.subList(Math.max(0, memory.size() - memoryLines), memory.size())
                .forEach(line -> lines.add(new Prompt.Line(line.role().isOurs(), line.text())));
        var rounds = Rounds.of(turn);
        IntStream.rangeClosed(1, turn.attempt()).forEach(attempt -> {
            turn.inputs().stream()
                    .filter(Input::isMessage)
                    .filter(input -> input.attempt() == attempt)
                    .map(input -> new Prompt.Line(
                            false, Words.of(turn, input), vision ? pictures(turn, input, media) : List.of()))
                    .forEach(lines::add);
            rounds.stream()
                    .filter(round -> round.step().attempt() == attempt)
                    .flatMap(round -> lines(turn, round))
                    .forEach(lines::add);
        });
        return lines;
    }

    private static Stream<Prompt.Line> lines(Turn turn, Rounds.Round round) {
        var results = round.asks().stream()
                .map(ask -> Prompt.Line.result(
                        ask,
                        Rounds.answer(turn, round, ask)
                                .map(ToolAnswer::content)
                                .map(JsonNode::toString)
                                .orElse(NOT_DONE)));
        return Stream.concat(Stream.of(Prompt.Line.asking(round.text(), round.asks())), results);
    }

    private static List<Prompt.Picture> pictures(Turn turn, Input input, Media media) {
        return input.carried().files().stream()
                .filter(Attached::hasFile)
                .flatMap(file -> Findings.kept(turn, file).stream())
                .filter(kept -> PICTURES.contains(kept.mediaType()))
                .map(kept -> new Prompt.Picture(kept.hash(), kept.mediaType(), () -> media.content(kept.hash())))
                .toList();
    }
}
