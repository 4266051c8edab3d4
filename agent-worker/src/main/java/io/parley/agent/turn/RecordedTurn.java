package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import io.parley.schemas.avro.TurnRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [TurnStore] of the one turn that is run again. What the store knew then (the memory, the messages of earlier turns,
/// a person's silence) and when it stored is in the record; what it is given now must be what it was given then.
final class RecordedTurn implements TurnStore {

    private final TurnRecord record;
    private final Course course;
    private final Set<String> answered;
    private @Nullable Turn turn;

    RecordedTurn(TurnRecord record, Course course, Set<String> answered) {
        this.record = record;
        this.course = course;
        this.answered = answered;
    }

    @Override
    public Opening open(Draft draft) {
        if (turn != null) {
            return new Opening.Known(turn);
        }
        var then = new Draft(
                draft.turnId(),
                draft.client(),
                draft.settingsVersion(),
                draft.memorySize(),
                record.getStartedAt(),
                draft.messages(),
                draft.decisions(),
                draft.gate(),
                draft.ignoredBecause());
        var inputs = draft.messages().stream()
                .filter(input -> !answered.contains(input.messageId()))
                .toList();
        course.passUntil(record.getStartedAt());
        course.opened();
        var begun = silenced(then, Turn.opened(then, inputs, memory()));
        turn = begun;
        return new Opening.Opened(begun);
    }

    private List<MemoryLine> memory() {
        var lines = record.getMemory();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new MemoryLine(
                        i,
                        MemoryLine.Role.valueOf(lines.get(i).getRole().toUpperCase(Locale.ROOT)),
                        lines.get(i).getText(),
                        lines.get(i).getProviderId().orElse(null)))
                .toList();
    }

    private Turn silenced(Draft draft, Turn begun) {
        if (draft.ignoredBecause() != null || draft.gate() == Gate.OPEN) {
            return Silencing.opened(draft, begun, Optional.empty());
        }
        return course.decisions().stream()
                .filter(decision -> decision.what().equals(Silencing.SILENCED))
                .findFirst()
                .map(decision -> begun.ended(
                        new TurnEnd(TurnEnd.Outcome.IGNORED, Silencing.SILENCED, List.of(), record.getEndedAt(), 0, 0),
                        List.of(),
                        null,
                        Stream.concat(draft.decisions().stream(), Stream.of(decision))
                                .toList()))
                .orElse(begun);
    }

    private Turn now() {
        return Optional.ofNullable(turn).orElseThrow();
    }

    private boolean isOver(Turn seen) {
        return now().end() != null || now().attempt() != seen.attempt();
    }

    @Override
    public Turn again(Turn seen, Cause cause, List<Input> more, List<Decision> decisions) {
        if (isOver(seen)) {
            return now();
        }
        course.decided(decisions);
        var next = now().again(cause, more, decisions);
        turn = next;
        course.advanced(next.attempt());
        return next;
    }

    @Override
    public Turn keep(Turn seen, List<Step> steps) {
        if (isOver(seen)) {
            return now();
        }
        steps.forEach(course::made);
        var kept = now().with(steps);
        turn = kept;
        return kept;
    }

    @Override
    public Turn end(Turn seen, TurnEnd end, @Nullable Step last, List<Input> more, List<Decision> decisions) {
        if (isOver(seen)) {
            return now();
        }
        if (last != null) {
            course.made(last);
        }
        course.decided(decisions);
        var then = new TurnEnd(
                end.outcome(),
                end.reason(),
                end.sayings(),
                record.getEndedAt(),
                end.inputTokens(),
                end.outputTokens(),
                end.handover());
        var ended = now().ended(then, more, last, decisions);
        turn = ended;
        return ended;
    }

    @Override
    public Set<String> known(Client client, Collection<String> messageIds) {
        var own = Optional.ofNullable(turn)
                .map(present -> present.inputs().stream().map(Input::messageId).collect(Collectors.toSet()))
                .orElse(Set.of());
        var known = new HashSet<>(messageIds);
        known.removeIf(id -> !answered.contains(id) && !own.contains(id));
        return known;
    }

    @Override
    public Optional<Turn> ofMessage(Client client, String messageId) {
        return Optional.ofNullable(turn).filter(present -> present.has(messageId));
    }

    @Override
    public Optional<Turn> find(String tenant, String id) {
        return Optional.ofNullable(turn);
    }

    @Override
    public Optional<Turn> last(Client client) {
        return Optional.empty();
    }

    @Override
    public Optional<Silence> silence(Client client) {
        return Optional.empty();
    }

    @Override
    public void correct(Memory.Correction correction) {
        // Of later turns.
    }

    @Override
    public void retract(Turn said) {
        // Of later records.
    }

    @Override
    public void silence(Client client, Silence.Beginning by) {
        // Of later turns.
    }

    @Override
    public void handBack(Client client, String messageId, Instant at) {
        // Of later turns.
    }

    @Override
    public void forget(String tenant, Instant before) {
        // Nothing is kept.
    }

    @Override
    public void erase(Client client) {
        // Nothing is kept.
    }
}
