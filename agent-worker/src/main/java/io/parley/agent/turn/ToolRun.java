package io.parley.agent.turn;

import io.parley.agent.model.Ask;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import io.parley.channels.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the calls that the model has asked for: those that only read at the same time, each that writes on its own and
/// in order. A read is given up when it is not wanted any more; a write under way is awaited, never cut.
final class ToolRun {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Workplace workplace;
    private final ClientLane lane;
    private final Watch watch;
    private final Turn turn;
    private final AgentSettings settings;
    private final Signs.OfAttempt signs;
    private final Clock clock;
    private final Map<String, Tool.Spec> specs;

    ToolRun(
            Workplace workplace,
            ClientLane lane,
            Watch watch,
            Turn turn,
            AgentSettings settings,
            Signs.OfAttempt signs) {
        this.workplace = workplace;
        this.lane = lane;
        this.watch = watch;
        this.turn = turn;
        this.settings = settings;
        this.signs = signs;
        this.clock = workplace.clock();
        this.specs = workplace.toolbox().specs(settings).stream()
                .collect(Collectors.toMap(Tool.Spec::name, Function.identity()));
    }

    /// Makes the round's next calls.
    ///
    /// @param asks those without a result, in order
    AttemptOutcome next(Rounds.Round round, List<Ask> asks, Instant deadline) throws InterruptedException {
        var first = asks.getFirst();
        var begun = Rounds.begun(turn, round, first);
        if (begun.isPresent()) {
            return finish(round, first, begun.get());
        }
        var heard = watch.heard(() -> false);
        if (heard.isPresent()) {
            return heard.get();
        }
        if (!clock.instant().isBefore(deadline)) {
            return new AttemptOutcome.TimeUp();
        }
        var impossible = impossible(first);
        if (impossible.isPresent()) {
            return learnt(round, first, impossible.get(), clock.instant());
        }
        // Whoever takes the turn up must know that the call may have been made.
        return isWrite(first)
                ? new AttemptOutcome.Learnt(List.of(Rounds.begun(turn, round, first, clock.instant())))
                : read(round, asks, deadline);
    }

    /// Why a call can't even be begun.
    private Optional<ToolAnswer> impossible(Ask ask) {
        if (spec(ask).isEmpty()) {
            return Optional.of(ToolAnswer.failed(Toolbox.Outcome.Failed.UNKNOWN_TOOL));
        }
        return arguments(ask).isEmpty()
                ? Optional.of(
                        ToolAnswer.refused(ToolResult.Refused.BAD_ARGUMENTS, "The arguments are not a JSON object."))
                : Optional.empty();
    }

    private boolean isWrite(Ask ask) {
        return spec(ask).orElseThrow().effect() == Effect.WRITE;
    }

    private Optional<Tool.Spec> spec(Ask ask) {
        return Optional.ofNullable(specs.get(ask.name()));
    }

    private static Optional<JsonNode> arguments(Ask ask) {
        try {
            var text = ask.arguments().isBlank() ? "{}" : ask.arguments();
            return Optional.of(JSON.readTree(text)).filter(ObjectNode.class::isInstance);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private AttemptOutcome read(Rounds.Round round, List<Ask> asks, Instant deadline) throws InterruptedException {
        var startedAt = clock.instant();
        var calls = new LinkedHashMap<Ask, Toolbox.Call>();
        try {
            asks.stream()
                    .takeWhile(ask -> impossible(ask).isEmpty() && !isWrite(ask))
                    .forEach(ask -> calls.put(ask, call(ask)));
            var before = watch.until(
                    () -> calls.values().stream()
                            .allMatch(call -> call.outcome().isPresent()),
                    () -> false,
                    () -> deadline);
            return before.orElseGet(() -> learnt(round, calls, startedAt));
        } finally {
            calls.values().forEach(Toolbox.Call::cancel);
        }
    }

    /// Makes a call that writes, or makes it again if that changes nothing.
    private AttemptOutcome finish(Rounds.Round round, Ask ask, Step begun) throws InterruptedException {
        var startedAt = clock.instant();
        var spec = spec(ask);
        if (spec.isEmpty() || (!spec.get().repeatable() && begun.attempt() != turn.attempt())) {
            return learnt(round, ask, ToolAnswer.unknown(), startedAt);
        }
        var call = call(ask);
        while (call.outcome().isEmpty()) {
            lane.await(clock.instant().plus(spec.get().timeout()));
        }
        // What failed to write may have written.
        return spec.get().repeatable() || !isDoubtful(call.outcome().orElseThrow())
                ? learnt(round, Map.of(ask, call), startedAt)
                : learnt(round, ask, ToolAnswer.unknown(), startedAt);
    }

    private static boolean isDoubtful(Toolbox.Outcome outcome) {
        return outcome instanceof Toolbox.Outcome.Failed failed
                && !failed.reason().equals(Toolbox.Outcome.Failed.BREAKER_OPEN)
                && !failed.reason().equals(Toolbox.Outcome.Failed.BUSY);
    }

    private Toolbox.Call call(Ask ask) {
        var arguments = arguments(ask).orElseThrow();
        signs.tool(ask.name(), null, null);
        workplace.running().tool(turn, ask.name(), null);
        return workplace
                .toolbox()
                .call(
                        ask.name(),
                        new ToolCall(
                                turn.client(),
                                Optional.ofNullable(turn.attributes().get(Event.PHONE)),
                                settings,
                                turn.id(),
                                turn.startedAt(),
                                arguments,
                                Rounds.idempotencyKey(turn, ask, arguments),
                                (percent, message) -> {
                                    signs.tool(ask.name(), percent, message);
                                    workplace.running().tool(turn, ask.name(), percent);
                                }),
                        lane::wake);
    }

    private AttemptOutcome learnt(Rounds.Round round, Map<Ask, Toolbox.Call> calls, Instant startedAt) {
        var endedAt = clock.instant();
        workplace.metrics().phase("tool", Duration.between(startedAt, endedAt));
        var steps = new ArrayList<Step>();
        calls.forEach((ask, call) -> {
            var answer = ToolAnswer.of(call.outcome().orElseThrow());
            steps.add(Rounds.step(turn, round, ask, answer, startedAt, endedAt));
        });
        return new AttemptOutcome.Learnt(steps);
    }

    private AttemptOutcome learnt(Rounds.Round round, Ask ask, ToolAnswer answer, Instant startedAt) {
        return new AttemptOutcome.Learnt(List.of(Rounds.step(turn, round, ask, answer, startedAt, clock.instant())));
    }
}
