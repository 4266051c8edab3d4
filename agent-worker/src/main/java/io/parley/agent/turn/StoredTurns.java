package io.parley.agent.turn;

import io.parley.agent.memory.Memory;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tenancy.TenantTransactions.Commit;
import io.parley.agent.turn.TurnStatements.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/// [TurnStore] in PostgreSQL: rows are read through JPA and written by [TurnStatements].
final class StoredTurns implements TurnStore {

    private final TenantTransactions transactions;
    private final TurnRepository turns;
    private final TurnStatements statements;
    private final Memory memory;

    StoredTurns(TenantTransactions transactions, TurnRepository turns, TurnStatements statements, Memory memory) {
        this.transactions = transactions;
        this.turns = turns;
        this.statements = statements;
        this.memory = memory;
    }

    @Override
    public Opening open(Draft draft) {
        try {
            // Not waited for: a row that is lost with the server is as if the turn had never begun, and the commit of
            // its end, which is waited for, comes after it in the server's log.
            return transactions.call(draft.client().tenant(), Commit.SOON, () -> openOnce(draft));
        } catch (DuplicateKeyException e) {
            // A former owner of the partition was first: now the messages are known.
            return transactions.call(draft.client().tenant(), () -> openOnce(draft));
        }
    }

    private Opening openOnce(Draft draft) {
        var client = draft.client();
        var standing = statements.standing(
                client, draft.messages().stream().map(Input::messageId).toList());
        var owner = standing.turns().get(draft.messages().getFirst().messageId());
        if (owner != null) {
            return new Opening.Known(load(owner));
        }
        var inputs = draft.messages().stream()
                .filter(input -> !standing.turns().containsKey(input.messageId()))
                .toList();
        var opened = opened(draft, inputs, standing);
        statements.insertTurn(opened, windowEnd(opened), draft.memorySize());
        if (opened.end() != null) {
            statements.commitNow();
            remember(opened, opened.end());
        }
        return new Opening.Opened(opened);
    }

    private Turn opened(Draft draft, List<Input> inputs, Standing standing) {
        var window = memory.window(draft.client().id(), Long.MAX_VALUE, draft.memorySize());
        var turn = Turn.opened(draft, inputs, window);
        return Optional.ofNullable(draft.ignoredBecause())
                .or(() -> silenced(draft, standing))
                .map(why -> new TurnEnd(TurnEnd.Outcome.IGNORED, why, List.of(), draft.now(), 0, 0))
                .map(end -> turn.ended(end, List.of(), null, draft.decisions()))
                .orElse(turn);
    }

    private static Optional<String> silenced(Draft draft, Standing standing) {
        return draft.gate() == Gate.OPEN
                ? Optional.empty()
                : standing.silencedUntil()
                        .filter(until -> until.isAfter(draft.now()))
                        .map(until -> "silenced");
    }

    private static long windowEnd(Turn turn) {
        return turn.memory().isEmpty() ? 0 : turn.memory().getLast().number();
    }

    @Override
    public Turn again(Turn turn, Cause cause, List<Input> more, List<Decision> decisions) {
        return transactions.call(turn.client().tenant(), () -> {
            if (!statements.nextAttempt(turn, cause == Cause.INTERRUPTED, decisions)) {
                return load(turn.id());
            }
            statements.insertInputs(turn, more, turn.inputs().size());
            return turn.again(cause, more, decisions);
        });
    }

    @Override
    public void keep(Turn turn, Step step) {
        transactions.call(turn.client().tenant(), () -> statements.insertStep(turn, step));
    }

    @Override
    public Turn end(Turn turn, TurnEnd end, @Nullable Step last, List<Input> more, List<Decision> decisions) {
        var step = last == null || turn.steps().contains(last) ? null : last;
        return transactions.call(turn.client().tenant(), () -> {
            if (!statements.end(turn, end, decisions, step)) {
                return load(turn.id());
            }
            var ended = turn.ended(end, more, last, decisions);
            statements.insertInputs(turn, more, turn.inputs().size());
            remember(ended, end);
            return ended;
        });
    }

    private void remember(Turn turn, TurnEnd end) {
        memory.append(turn.client().tenant(), turn.client().id(), turn.id(), turn.remembered(end));
    }

    @Override
    public Set<String> known(Client client, Collection<String> messageIds) {
        return messageIds.isEmpty()
                ? Set.of()
                : transactions
                        .call(
                                client.tenant(),
                                () -> statements.standing(client, messageIds).turns())
                        .keySet();
    }

    @Override
    public Optional<Turn> ofMessage(Client client, String messageId) {
        return transactions.call(
                client.tenant(),
                () -> statements.standing(client, List.of(messageId)).turns().values().stream()
                        .findFirst()
                        .map(this::load));
    }

    @Override
    public Optional<Turn> last(Client client) {
        return transactions.call(
                client.tenant(),
                () -> turns.findFirstByClientIdOrderByStartedAtDescTurnIdDesc(client.id())
                        .map(row -> load(row.turnId)));
    }

    @Override
    public Optional<Turn> find(String tenant, String id) {
        return transactions.call(
                tenant,
                () -> turns.findInput(id)
                        .map(row -> row.turnId)
                        .or(() -> Optional.of(id))
                        .flatMap(this::stored));
    }

    @Override
    public void forget(String tenant, Instant before) {
        transactions.call(tenant, () -> statements.forget(before));
    }

    private Turn load(String turnId) {
        return stored(turnId).orElseThrow(() -> new LaneLeft("the turn is gone"));
    }

    private Optional<Turn> stored(String turnId) {
        return turns.findByTurnId(turnId)
                .map(row -> statements.turn(
                        row,
                        turns.inputs(turnId).stream().map(TurnInputRow::input).toList(),
                        memory.window(row.clientId, row.windowEnd, row.windowSize),
                        turns.steps(turnId).stream().map(TurnStepRow::step).toList()));
    }

    @Override
    public void retract(Turn turn) {
        transactions.call(turn.client().tenant(), () -> statements.retract(turn));
    }

    @Override
    public Optional<Instant> silencedUntil(Client client) {
        return transactions.call(
                client.tenant(), () -> statements.standing(client, List.of()).silencedUntil());
    }

    @Override
    public void silence(Client client, Instant until, String author) {
        transactions.call(client.tenant(), () -> statements.silence(client, until, author));
    }

    @Override
    public void handBack(Client client) {
        transactions.call(client.tenant(), () -> statements.handBack(client));
    }

    @Override
    public void erase(Client client) {
        transactions.call(client.tenant(), () -> {
            memory.erase(client.id());
            return statements.erase(client);
        });
    }
}
