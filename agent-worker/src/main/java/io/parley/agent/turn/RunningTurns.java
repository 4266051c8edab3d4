package io.parley.agent.turn;

import io.parley.agent.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the turns in this process are doing right now, for whoever asks.
public final class RunningTurns {

    /// One turn that is waited for or running here.
    ///
    /// @param tool that runs, where one does
    /// @param progress of it, 0 to 100, where it says
    public record Now(
            String turnId,
            Client client,
            int attempt,
            Signs.Phase phase,
            @Nullable String tool,
            @Nullable Integer progress,
            List<String> messageIds) {}

    private final Map<String, Now> turns = new ConcurrentHashMap<>();

    private void put(Now now) {
        turns.put(now.turnId(), now);
    }

    /// The turn waits for its burst to end.
    void waiting(String turnId, Client client, List<String> messageIds) {
        put(new Now(turnId, client, 1, Signs.Phase.WAITING, null, null, messageIds));
    }

    void enter(Turn turn, Signs.Phase phase) {
        put(new Now(turn.id(), turn.client(), turn.attempt(), phase, null, null, turn.messageIds()));
    }

    void tool(Turn turn, String tool, @Nullable Integer progress) {
        put(new Now(turn.id(), turn.client(), turn.attempt(), Signs.Phase.TOOL, tool, progress, turn.messageIds()));
    }

    void remove(String turnId) {
        turns.remove(turnId);
    }

    /// Finds a turn by its id or by one of its messages'.
    public Optional<Now> find(String id) {
        var byTurn = turns.get(id);
        return byTurn != null
                ? Optional.of(byTurn)
                : turns.values().stream()
                        .filter(now -> now.messageIds().contains(id))
                        .findFirst();
    }
}
