package io.parley.agent.turn;

import io.parley.agent.Installed;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/// At what is written to a real database, in simulated time. A death before a write leaves there what the one after the
/// write before it has left.
class CrashPointsIT extends CrashPoints {

    private static final Set<String> WRITES =
            Set.of("TurnStore.open", "TurnStore.again", "TurnStore.keep", "TurnStore.end", "TurnStore.silence");

    private static TurnStore store;

    @BeforeAll
    static void start() {
        store = Installed.shared().worker().bean(TurnStore.class);
    }

    @Override
    TurnStore store() {
        return store;
    }

    @Override
    boolean kills(String effect, boolean before) {
        return !before && WRITES.contains(effect);
    }
}
