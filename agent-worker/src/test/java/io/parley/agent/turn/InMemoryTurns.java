package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.Silence;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// [TurnStore] that forgets everything with the test.
final class InMemoryTurns implements TurnStore {

    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, List<MemoryLine>> memory = new HashMap<>();
    private final Map<String, Silence> silences = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Set<String> corrections = new HashSet<>();
    private long numbers;

    @Override
    public Opening open(Draft draft) {
        var owner = owner(draft.client(), draft.messages().getFirst().messageId());
        if (owner.isPresent()) {
            return new Opening.Known(owner.get());
        }
        var inputs = draft.messages().stream()
                .filter(input -> owner(draft.client(), input.messageId()).isEmpty())
                .toList();
        var silence = silence(draft.client());
        Silencing.holding(draft, silence)
                .ifPresent(heard -> silences.put(draft.client().id(), heard));
        Silencing.over(draft, silence).ifPresent(over -> end(draft.client(), over));
        var lines = memory.getOrDefault(draft.client().id(), List.of());
        var window = lines.subList(Math.max(0, lines.size() - draft.memorySize()), lines.size());
        var stored = Silencing.opened(draft, Turn.opened(draft, inputs, List.copyOf(window)), silence);
        put(stored);
        return new Opening.Opened(stored);
    }

    private void put(Turn turn) {
        if (turns.put(turn.id(), turn) == null) {
            order.add(turn.id());
        }
        if (turn.end() != null) {
            remember(turn, turn.end());
        }
    }

    private void remember(Turn turn, TurnEnd end) {
        var lines = memory.computeIfAbsent(turn.client().id(), id -> new ArrayList<>());
        turn.remembered(end)
                .forEach(line -> lines.add(new MemoryLine(++numbers, line.role(), line.text(), line.providerId())));
    }

    @Override
    public Turn again(Turn turn, Cause cause, List<Input> more, List<Decision> decisions) {
        var now = now(turn);
        if (now.end() != null || now.attempt() != turn.attempt()) {
            return now;
        }
        var next = turn.again(cause, more, decisions);
        put(next);
        return next;
    }

    @Override
    public Turn end(Turn turn, TurnEnd end, @Nullable Step last, List<Input> more, List<Decision> decisions) {
        var now = now(turn);
        if (now.end() != null || now.attempt() != turn.attempt()) {
            return now;
        }
        var ended = turn.ended(end, more, last, decisions);
        put(ended);
        if (end.handover() != null) {
            var asked = end.handover();
            silence(
                    turn.client(),
                    Silence.Beginning.of(
                            asked.settings(), "agent", Silence.Cause.ASKED, turn.id(), asked.at(), Optional.empty()));
        }
        return ended;
    }

    private Turn now(Turn turn) {
        return Optional.ofNullable(turns.get(turn.id())).orElseThrow();
    }

    @Override
    public Turn keep(Turn turn, List<Step> steps) {
        var now = now(turn);
        if (now.end() != null || now.attempt() != turn.attempt()) {
            return now;
        }
        var kept = turn.with(steps);
        put(kept);
        return kept;
    }

    @Override
    public void correct(Memory.Correction correction) {
        if (!corrections.add(correction.clientId() + correction.source())) {
            return;
        }
        var lines = memory.computeIfAbsent(correction.clientId(), id -> new ArrayList<>());
        for (int i = lines.size() - 1; i >= 0; i--) {
            var line = lines.get(i);
            if (correction.providerId().equals(line.providerId())) {
                var text = correction.change().apply(line.text());
                lines.set(i, new MemoryLine(++numbers, line.role(), text, line.providerId()));
                return;
            }
        }
        if (correction.otherwise() != null) {
            lines.add(new MemoryLine(++numbers, MemoryLine.Role.USER, correction.otherwise(), null));
        }
    }

    private Optional<Turn> owner(Client client, String messageId) {
        return turns.values().stream()
                .filter(turn -> turn.client().id().equals(client.id()))
                .filter(turn -> turn.has(messageId))
                .findFirst();
    }

    @Override
    public Set<String> known(Client client, Collection<String> messageIds) {
        return messageIds.stream().filter(id -> owner(client, id).isPresent()).collect(Collectors.toSet());
    }

    @Override
    public Optional<Turn> ofMessage(Client client, String messageId) {
        return owner(client, messageId);
    }

    @Override
    public Optional<Turn> find(String tenant, String id) {
        return turns.values().stream()
                .filter(turn -> turn.client().tenant().equals(tenant))
                .filter(turn -> turn.id().equals(id) || turn.has(id))
                .findFirst();
    }

    @Override
    public Optional<Turn> last(Client client) {
        return order.reversed().stream()
                .flatMap(id -> Optional.ofNullable(turns.get(id)).stream())
                .filter(turn -> turn.client().id().equals(client.id()))
                .findFirst();
    }

    @Override
    public void retract(Turn turn) {
        turns.put(turn.id(), turn.taken());
    }

    @Override
    public Optional<Silence> silence(Client client) {
        return Optional.ofNullable(silences.get(client.id()));
    }

    @Override
    public void silence(Client client, Silence.Beginning by) {
        silences.put(client.id(), Silence.after(silences.get(client.id()), by));
    }

    @Override
    public void handBack(Client client, String messageId, Instant at) {
        silence(client).flatMap(former -> former.handedBack(messageId, at)).ifPresent(over -> end(client, over));
    }

    private void end(Client client, Silence over) {
        silences.put(client.id(), over);
        memory.computeIfAbsent(client.id(), id -> new ArrayList<>())
                .add(new MemoryLine(++numbers, MemoryLine.Role.NOTE, Silence.HANDED_BACK, null));
    }

    @Override
    public void forget(String tenant, Instant before) {
        turns.values().removeIf(turn -> turn.end() != null && turn.end().at().isBefore(before));
    }

    @Override
    public void erase(Client client) {
        turns.values().removeIf(turn -> turn.client().id().equals(client.id()));
        memory.remove(client.id());
        silences.remove(client.id());
    }
}
