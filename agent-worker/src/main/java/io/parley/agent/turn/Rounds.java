package io.parley.agent.turn;

import io.parley.agent.media.ContentHash;
import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The rounds of a turn, written as steps and read from them: an answer of the model that asks for calls, and what came
/// of each. What is once known is not asked for again in this turn, whoever runs it.
final class Rounds {

    /// Stands between what is said before and after calls.
    static final String BETWEEN = "\n\n";

    static final String MODEL = "model";
    static final String TOOL = "tool";
    /// A call that writes is about to be made: from here on it may have been.
    static final String BEGUN = "begun";
    /// In a model's step: short hashes of the parts of the request.
    private static final String PARTS = "request";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Rounds() {}

    /// An answer of the model that asks for calls.
    ///
    /// @param text said with it, perhaps nothing
    record Round(Step step, String text, List<Ask> asks) {

        Round {
            asks = List.copyOf(asks);
        }
    }

    /// All of them, oldest first.
    static List<Round> of(Turn turn) {
        return of(turn.steps());
    }

    static List<Round> of(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.kind().equals(MODEL))
                .map(Rounds::round)
                .filter(round -> !round.asks().isEmpty())
                .toList();
    }

    static Round round(Step step) {
        var answer = JSON.readTree(step.answer());
        var asks = new ArrayList<Ask>();
        for (var ask : answer.path("asks")) {
            asks.add(new Ask(
                    ask.path("id").asString(""),
                    ask.path("name").asString(""),
                    ask.path("arguments").asString("")));
        }
        return new Round(step, answer.path("text").asString(""), asks);
    }

    /// The last round, if the turn has not gone on since and results are lacking.
    static Optional<Round> open(Turn turn) {
        return of(turn).stream()
                .reduce((earlier, later) -> later)
                .filter(round -> isLast(turn, round.step()))
                .filter(round -> !unanswered(turn, round).isEmpty());
    }

    private static boolean isLast(Turn turn, Step step) {
        return turn.inputs().stream().noneMatch(input -> input.attempt() > step.attempt());
    }

    static List<Ask> unanswered(Turn turn, Round round) {
        return round.asks().stream()
                .filter(ask -> answer(turn, round, ask).isEmpty())
                .toList();
    }

    static Optional<ToolAnswer> answer(Turn turn, Round round, Ask ask) {
        return steps(turn, TOOL, request(round, ask)).map(ToolAnswer::of).findFirst();
    }

    /// The mark that the call may have been made.
    static Optional<Step> begun(Turn turn, Round round, Ask ask) {
        return steps(turn, BEGUN, request(round, ask)).findFirst();
    }

    private static Stream<Step> steps(Turn turn, String kind, String request) {
        return turn.steps().stream()
                .filter(step -> step.kind().equals(kind))
                .filter(step -> step.requestHash().equals(request));
    }

    /// What came of all calls of the turn so far.
    static Stream<ToolAnswer> answers(Turn turn) {
        return turn.steps().stream().filter(step -> step.kind().equals(TOOL)).map(ToolAnswer::of);
    }

    /// How often the model has been asked since the client last wrote.
    static int depth(Turn turn) {
        int since = turn.inputs().stream().mapToInt(Input::attempt).max().orElse(1);
        return (int) of(turn).stream()
                .filter(round -> round.step().attempt() >= since)
                .count();
    }

    /// What the model has said in this attempt before it asked for calls: it has been shown, so it stays.
    static String said(Turn turn) {
        return joined(of(turn).stream()
                .filter(round -> round.step().attempt() == turn.attempt())
                .map(Round::text));
    }

    static String joined(Stream<String> texts) {
        return String.join(BETWEEN, texts.filter(text -> !text.isBlank()).toList());
    }

    static Step step(Turn turn, Prompt prompt, ModelOutcome.Answered answered, Instant startedAt, Instant endedAt) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("text", Storable.text(answered.text())).put("finish_reason", answered.finish());
        answer.set(PARTS, prompt.parts());
        for (int i = 0; i < answered.asks().size(); i++) {
            var ask = answered.asks().get(i);
            answer.withArray("asks")
                    .addObject()
                    .put("id", ask.id().isBlank() ? "call-" + (i + 1) : Storable.text(ask.id()))
                    .put("name", Storable.text(ask.name()))
                    .put("arguments", Storable.text(ask.arguments()));
        }
        return new Step(
                turn.attempt(),
                MODEL,
                prompt.model(),
                prompt.hash(),
                JSON.writeValueAsString(answer),
                startedAt,
                Duration.between(startedAt, endedAt).toMillis(),
                answered.inputTokens(),
                answered.outputTokens());
    }

    static Step step(Turn turn, Round round, Ask ask, ToolAnswer answer, Instant startedAt, Instant endedAt) {
        return step(turn, TOOL, round, ask, answer.json(), startedAt, endedAt);
    }

    static Step begun(Turn turn, Round round, Ask ask, Instant at) {
        return step(turn, BEGUN, round, ask, JsonNodeFactory.instance.objectNode(), at, at);
    }

    private static Step step(
            Turn turn, String kind, Round round, Ask ask, JsonNode answer, Instant startedAt, Instant endedAt) {
        return new Step(
                turn.attempt(),
                kind,
                ask.name(),
                request(round, ask),
                JSON.writeValueAsString(answer),
                startedAt,
                Duration.between(startedAt, endedAt).toMillis(),
                0,
                0);
    }

    /// The arguments of a call; short hashes of the parts of a model's request.
    static Optional<String> requested(Turn turn, Step step) {
        if (step.kind().equals(MODEL)) {
            return Optional.of(JSON.readTree(step.answer()).path(PARTS))
                    .filter(JsonNode::isObject)
                    .map(JsonNode::toString);
        }
        return ask(turn, step).map(Ask::arguments);
    }

    /// What a step's other side said.
    static String answered(Step step) {
        return step.kind().equals(MODEL) && JSON.readTree(step.answer()) instanceof ObjectNode answer
                ? JSON.writeValueAsString(answer.without(PARTS))
                : step.answer();
    }

    /// Which call of the model a tool's step is about.
    static Optional<Ask> ask(Turn turn, Step step) {
        return ask(of(turn), step);
    }

    static Optional<Ask> ask(List<Round> rounds, Step step) {
        return rounds.stream()
                .flatMap(round ->
                        round.asks().stream().filter(ask -> request(round, ask).equals(step.requestHash())))
                .findFirst();
    }

    /// Stands for one call of one answer of the model.
    private static String request(Round round, Ask ask) {
        return hash(round.step().requestHash(), ask.id(), ask.name(), ask.arguments());
    }

    /// The same for the same call of the same turn, in every attempt: a repeated wish to write is the same wish.
    static String idempotencyKey(Turn turn, Ask ask, JsonNode arguments) {
        return idempotencyKey(turn.id(), ask, arguments);
    }

    private static String idempotencyKey(String turnId, Ask ask, JsonNode arguments) {
        return hash(turnId, ask.name(), arguments.toString());
    }

    /// Of a call that was made, hence had arguments.
    static String idempotencyKey(String turnId, Ask ask) {
        return idempotencyKey(turnId, ask, JSON.readTree(ask.arguments().isBlank() ? "{}" : ask.arguments()));
    }

    static String finish(Step step) {
        return JSON.readTree(step.answer()).path("finish_reason").asString("");
    }

    private static String hash(String... parts) {
        return ContentHash.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
