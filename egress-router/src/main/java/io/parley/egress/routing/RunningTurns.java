package io.parley.egress.routing;

import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/// The newest turn of each client of this task, with the text so far, for tabs that come late. Lives in memory only:
/// losing it loses nothing, as the entry brings the whole text.
final class RunningTurns implements StateStore {

    static final String STORE = "running-turns";

    private final Map<String, RunningTurn> newest = new HashMap<>();
    private boolean open;

    static RunningTurns of(ProcessorContext<?, ?> context) {
        return context.getStateStore(STORE);
    }

    static StoreBuilder<RunningTurns> builder() {
        return new Builder();
    }

    /// Takes a sign of life in.
    ///
    /// @param at log time, in epoch milliseconds
    /// @return whether it still means something: not of an attempt that was overtaken nor of a turn that has ended
    boolean accept(TurnProgress progress, long at) {
        var client = progress.getClientId();
        var known = newest.get(client);
        if (known != null && known.makesVoid(progress)) {
            return false;
        }
        var turn = known != null && known.isOf(progress)
                ? known
                : new RunningTurn(progress.getTurnId(), progress.getAttempt());
        newest.put(client, turn);
        turn.heard(at);
        switch (progress.getSign()) {
            case PhaseSign phase -> turn.enter(phase);
            case DeltaSign delta -> turn.write(delta);
            case EndSign end -> turn.end();
            default -> throw new IllegalStateException("not a sign of life");
        }
        return true;
    }

    /// The turn's last entry is out.
    void ended(String client, String turnId, int attempt, long at) {
        var known = newest.get(client);
        var turn = known != null && known.isTurn(turnId) ? known : new RunningTurn(turnId, attempt);
        turn.end();
        turn.heard(at);
        newest.put(client, turn);
    }

    Optional<RunningTurn> running(String client) {
        return Optional.ofNullable(newest.get(client)).filter(RunningTurn::isRunning);
    }

    /// Forgets turns that nothing was heard of since then.
    void forgetBefore(long time) {
        newest.values().removeIf(turn -> turn.heardAt() < time);
    }

    @Override
    public String name() {
        return STORE;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flush() {
        // nothing is kept
    }

    @Override
    public void close() {
        newest.clear();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<RunningTurns> {

        @Override
        public StoreBuilder<RunningTurns> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<RunningTurns> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<RunningTurns> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("lives in memory only");
        }

        @Override
        public StoreBuilder<RunningTurns> withLoggingDisabled() {
            return this;
        }

        @Override
        public RunningTurns build() {
            return new RunningTurns();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return STORE;
        }
    }
}
