package io.parley.agent.turn;

import io.parley.agent.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the turns in this process are doing right now, for whoever asks.
public final class RunningTurns {

    /// One turn that is waited for or running here.
    public record Now(String turnId, Client client, int attempt, Signs.Phase phase, List<String> messageIds) {}

    private final Map<String, Now> turns = new ConcurrentHashMap<>();

    void put(Now now) {
        turns.put(now.turnId(), now);
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
