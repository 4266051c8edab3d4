package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import io.parley.channels.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One answer to one burst of a client's messages, as it is stored.
///
/// @param attempt number of the run of its model steps that counts, from 1
/// @param interruptions how many of the attempts were caused by newer messages
/// @param inputs in log order
/// @param memory the window of earlier lines that every attempt is given
/// @param end null while it runs
public record Turn(
        String id,
        Client client,
        String settingsVersion,
        int attempt,
        int interruptions,
        Instant startedAt,
        List<Input> inputs,
        List<MemoryLine> memory,
        List<Step> steps,
        List<Decision> decisions,
        boolean retracted,
        @Nullable TurnEnd end) {

    public Turn {
        inputs = List.copyOf(inputs);
        memory = List.copyOf(memory);
        steps = List.copyOf(steps);
        decisions = List.copyOf(decisions);
    }

    public Optional<TurnEnd> ending() {
        return Optional.ofNullable(end);
    }

    /// The ids of the messages that the turn ends, in log order.
    public List<String> messageIds() {
        return inputs.stream().filter(Input::isMessage).map(Input::messageId).toList();
    }

    /// From the log time of the first message to the end.
    public Duration duration() {
        return ending().map(ended -> Duration.between(inputs.getFirst().loggedAt(), ended.at()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /// How many calls the model has asked for.
    public int toolCalls() {
        return Rounds.of(this).stream().mapToInt(round -> round.asks().size()).sum();
    }

    /// Whether the model has answered at least once.
    public boolean hasAskedTheModel() {
        return steps.stream().anyMatch(step -> step.kind().equals(Rounds.MODEL));
    }

    /// What a step asked for, as far as it is kept: the arguments of a call, short hashes of a model request's parts.
    public Optional<String> request(Step step) {
        return Rounds.requested(this, step);
    }

    /// What came of a step.
    public String answer(Step step) {
        return Rounds.answered(step);
    }

    /// What the model was given of one of the messages.
    public String words(Input input) {
        return Words.of(this, input);
    }

    /// What the channel's sender needs of the newest message; of the newest record where there is no message.
    public Map<String, String> attributes() {
        return inputs.reversed().stream()
                .filter(Input::isMessage)
                .findFirst()
                .or(() -> inputs.isEmpty() ? Optional.empty() : Optional.of(inputs.getLast()))
                .map(input -> input.carried().forSender())
                .orElse(Map.of());
    }

    /// What it needs of the words of a person, who may have sent them already.
    public Map<String, String> attributesOfPerson() {
        var all = new HashMap<>(attributes());
        inputs.stream()
                .filter(input -> !input.isMessage())
                .map(input -> input.carried().attributes().get(Event.SENT_BY_STAFF))
                .filter(Objects::nonNull)
                .forEach(sent -> all.put(Event.SENT_BY_STAFF, sent));
        return Map.copyOf(all);
    }

    boolean has(String messageId) {
        return inputs.stream().anyMatch(input -> input.messageId().equals(messageId));
    }

    /// A turn that begins.
    static Turn opened(TurnStore.Draft draft, List<Input> inputs, List<MemoryLine> window) {
        return new Turn(
                draft.turnId(),
                draft.client(),
                draft.settingsVersion(),
                1,
                0,
                draft.now(),
                inputs,
                window,
                List.of(),
                draft.decisions(),
                false,
                null);
    }

    /// The next attempt.
    Turn again(TurnStore.Cause cause, List<Input> more, List<Decision> decided) {
        int counted = interruptions + (cause == TurnStore.Cause.INTERRUPTED ? 1 : 0);
        var joining = more.stream().map(input -> input.in(attempt + 1)).toList();
        return new Turn(
                id,
                client,
                settingsVersion,
                attempt + 1,
                counted,
                startedAt,
                joined(inputs, joining),
                memory,
                steps,
                decided,
                retracted,
                null);
    }

    /// The turn with more steps.
    Turn with(List<Step> more) {
        return new Turn(
                id,
                client,
                settingsVersion,
                attempt,
                interruptions,
                startedAt,
                inputs,
                memory,
                joined(steps, more),
                decisions,
                retracted,
                end);
    }

    /// The turn when it has ended, together with these inputs.
    Turn ended(TurnEnd how, List<Input> more, @Nullable Step last, List<Decision> decided) {
        return new Turn(
                id,
                client,
                settingsVersion,
                attempt,
                interruptions,
                startedAt,
                joined(inputs, more.stream().map(input -> input.in(attempt)).toList()),
                memory,
                last == null || steps.contains(last) ? steps : joined(steps, List.of(last)),
                decided,
                retracted,
                how);
    }

    /// The turn when what it said has been taken back.
    Turn taken() {
        return new Turn(
                id,
                client,
                settingsVersion,
                attempt,
                interruptions,
                startedAt,
                inputs,
                memory,
                steps,
                decisions,
                true,
                end);
    }

    /// The lines that later turns are given.
    List<Memory.Line> remembered(TurnEnd how) {
        var asked = inputs.stream()
                .filter(Input::isMessage)
                .map(input -> new Memory.Line(
                        MemoryLine.Role.USER,
                        Words.of(this, input),
                        input.carried().providerId()));
        var said = how.sayings().stream()
                .filter(saying -> saying.kind() == Saying.Kind.REPLY)
                .map(saying -> new Memory.Line(
                        saying.author() == Saying.Author.HUMAN ? MemoryLine.Role.HUMAN : MemoryLine.Role.AGENT,
                        saying.text(),
                        null));
        return Stream.concat(asked, said).toList();
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
