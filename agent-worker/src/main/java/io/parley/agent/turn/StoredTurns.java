package io.parley.agent.turn;

import io.parley.agent.Client;
import io.parley.agent.handoff.HandoverStatements;
import io.parley.agent.handoff.Silence;
import io.parley.agent.handoff.SilenceStatements;
import io.parley.agent.memory.Memory;
import io.parley.agent.memory.MemoryLine;
import io.parley.agent.tenancy.ClientData;
import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tenancy.TenantTransactions.Commit;
import io.parley.agent.turn.TurnStatements.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// [TurnStore] in PostgreSQL: rows are read through JPA and written by [TurnStatements].
final class StoredTurns implements TurnStore {

    private final TenantTransactions transactions;
    private final TurnRepository turns;
    private final TurnStatements statements;
    private final Memory memory;
    private final List<ClientData> others;
    private final SilenceStatements silences = new SilenceStatements();
    private final HandoverStatements handovers = new HandoverStatements();

    /// @param others what else is erased with a client
    StoredTurns(
            TenantTransactions transactions,
            TurnRepository turns,
            TurnStatements statements,
            Memory memory,
            List<ClientData> others) {
        this.transactions = transactions;
        this.turns = turns;
        this.statements = statements;
        this.memory = memory;
        this.others = List.copyOf(others);
    }

    @Override
    public Opening open(Draft draft) {
        try {
            // Not waited for: a row that is lost with the server is as if the turn had never begun, and the commit of
            // its end, which is waited for, comes after it in the server's log.
            return transactions.call(draft.client().tenant(), Commit.SOON, trip -> openOnce(trip, draft));
        } catch (DuplicateKeyException e) {
            // A former owner of the partition was first: now the messages are known.
            return transactions.call(draft.client().tenant(), trip -> openOnce(trip, draft));
        }
    }

    private Opening openOnce(RoundTrip trip, Draft draft) {
        var client = draft.client();
        var messageIds = draft.messages().stream().map(Input::messageId).toList();
        var asked = statements.standing(trip, client, messageIds);
        var window = window(trip, draft);
        var standing = asked.get();
        var owner = standing.turns().get(messageIds.getFirst());
        if (owner != null) {
            return new Opening.Known(load(trip, owner));
        }
        var inputs = draft.messages().stream()
                .filter(input -> !standing.turns().containsKey(input.messageId()))
                .toList();
        // A line more than was asked for above.
        var lines =
                noticed(trip, draft, standing.silence()) ? window(trip, draft).get() : window.get();
        var opened = Silencing.opened(draft, Turn.opened(draft, inputs, lines), standing.silence());
        statements.insertTurn(trip, opened, windowEnd(opened), draft.memorySize());
        if (opened.end() != null) {
            statements.commitNow(trip);
            remember(trip, opened, opened.end());
        }
        return new Opening.Opened(opened);
    }

    private Supplier<List<MemoryLine>> window(RoundTrip trip, Draft draft) {
        return memory.window(trip, draft.client().id(), Long.MAX_VALUE, draft.memorySize());
    }

    /// A silence hears the client's words, or its end is noticed.
    ///
    /// @return whether the memory has a line more
    private boolean noticed(RoundTrip trip, Draft draft, Optional<Silence> silence) {
        Silencing.holding(draft, silence)
                .filter(heard -> !silence.equals(Optional.of(heard)))
                .ifPresent(heard -> silences.write(trip, draft.client(), heard));
        var over = Silencing.over(draft, silence);
        over.ifPresent(ended -> {
            silences.write(trip, draft.client(), ended);
            note(trip, draft.client(), draft.turnId());
        });
        return over.isPresent();
    }

    private void note(RoundTrip trip, Client client, String source) {
        var handedBack = new Memory.Line(MemoryLine.Role.NOTE, Silence.HANDED_BACK, null);
        memory.append(trip, client.tenant(), client.id(), source, List.of(handedBack));
    }

    private static long windowEnd(Turn turn) {
        // Not the last one's: a line that was corrected has a later number than those behind its place.
        return turn.memory().stream().mapToLong(MemoryLine::number).max().orElse(0);
    }

    @Override
    public Turn again(Turn turn, Cause cause, List<Input> more, List<Decision> decisions) {
        return transactions.call(turn.client().tenant(), trip -> {
            var first = statements.nextAttempt(trip, turn, cause == Cause.INTERRUPTED, decisions);
            if (first.get() == 0) {
                return load(trip, turn.id());
            }
            var next = turn.again(cause, more, decisions);
            insertAfter(trip, turn, next);
            return next;
        });
    }

    @Override
    public Turn keep(Turn turn, List<Step> steps) {
        return transactions.call(turn.client().tenant(), trip -> {
            var kept = steps.stream()
                    .map(step -> statements.insertStep(trip, turn, step))
                    .toList();
            return kept.stream().allMatch(count -> count.get() == 1) ? turn.with(steps) : load(trip, turn.id());
        });
    }

    @Override
    public Turn end(Turn turn, TurnEnd end, @Nullable Step last, List<Input> more, List<Decision> decisions) {
        var step = last == null || turn.steps().contains(last) ? null : last;
        var ended = turn.ended(end, more, last, decisions);
        try {
            return transactions.call(turn.client().tenant(), trip -> {
                var first = statements.end(trip, turn, end, decisions, step);
                remember(trip, ended, end);
                if (first.get() == 0) {
                    throw new Overtaken();
                }
                if (end.handover() != null) {
                    handOver(trip, turn, end.handover());
                }
                insertAfter(trip, turn, ended);
                return ended;
            });
        } catch (Overtaken e) {
            return transactions.call(turn.client().tenant(), trip -> load(trip, turn.id()));
        }
    }

    private void handOver(RoundTrip trip, Turn turn, TurnEnd.Handover asked) {
        handovers.begin(trip, turn.client(), turn.id(), asked.settings(), asked.reason(), asked.summary(), asked.at());
    }

    private void insertAfter(RoundTrip trip, Turn before, Turn now) {
        int known = before.inputs().size();
        statements.insertInputs(
                trip, before, now.inputs().subList(known, now.inputs().size()), known);
    }

    /// Takes back what travelled with a compare-and-set that failed.
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void remember(RoundTrip trip, Turn turn, TurnEnd end) {
        memory.append(trip, turn.client().tenant(), turn.client().id(), turn.id(), turn.remembered(end));
    }

    private void write(String tenant, Consumer<RoundTrip> work) {
        var _ = transactions.call(tenant, trip -> {
            work.accept(trip);
            return true;
        });
    }

    @Override
    public Set<String> known(Client client, Collection<String> messageIds) {
        return messageIds.isEmpty()
                ? Set.of()
                : standing(client, messageIds).turns().keySet();
    }

    @Override
    public Optional<Turn> ofMessage(Client client, String messageId) {
        return transactions.call(client.tenant(), trip -> {
            var known = statements.standing(trip, client, List.of(messageId));
            return known.get().turns().values().stream().findFirst().map(id -> load(trip, id));
        });
    }

    private Standing standing(Client client, Collection<String> messageIds) {
        return transactions.call(
                client.tenant(),
                trip -> statements.standing(trip, client, messageIds).get());
    }

    @Override
    public Optional<Turn> last(Client client) {
        return transactions.call(client.tenant(), trip -> {
            trip.send();
            return turns.findFirstByClientIdOrderByStartedAtDescTurnIdDesc(client.id())
                    .map(row -> load(trip, row.turnId));
        });
    }

    @Override
    public Optional<Turn> find(String tenant, String id) {
        return transactions.call(tenant, trip -> {
            trip.send();
            var turnId = turns.findInput(id).map(row -> row.turnId).orElse(id);
            return stored(trip, turnId);
        });
    }

    @Override
    public void forget(String tenant, Instant before) {
        write(tenant, trip -> statements.forget(trip, before));
    }

    private Turn load(RoundTrip trip, String turnId) {
        return stored(trip, turnId).orElseThrow(() -> new LaneLeft("the turn is gone"));
    }

    private Optional<Turn> stored(RoundTrip trip, String turnId) {
        trip.send();
        return turns.findByTurnId(turnId)
                .map(row -> statements.turn(
                        row,
                        turns.inputs(turnId).stream().map(statements::input).toList(),
                        memory.window(trip, row.clientId, row.windowEnd, row.windowSize)
                                .get(),
                        turns.steps(turnId).stream().map(TurnStepRow::step).toList()));
    }

    @Override
    public void retract(Turn turn) {
        write(turn.client().tenant(), trip -> statements.retract(trip, turn));
    }

    @Override
    public void correct(Memory.Correction correction) {
        write(correction.tenant(), trip -> memory.correct(trip, correction));
    }

    @Override
    public Optional<Silence> silence(Client client) {
        return standing(client, List.of()).silence();
    }

    @Override
    public void silence(Client client, Silence.Beginning by) {
        write(client.tenant(), trip -> silences.begin(trip, client, by));
    }

    @Override
    public void handBack(Client client, String messageId, Instant at) {
        write(client.tenant(), trip -> {
            if (silences.handBack(trip, client, messageId, at)) {
                note(trip, client, messageId);
            }
        });
    }

    @Override
    public void erase(Client client) {
        write(client.tenant(), trip -> {
            others.forEach(data -> data.erase(trip, client));
            memory.erase(trip, client.id());
            silences.erase(trip, client);
            statements.erase(trip, client);
        });
    }
}
