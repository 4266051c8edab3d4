package io.parley.ingress.ws.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many of something each has; who has none is not remembered.
final class Counts {

    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    int of(String whose) {
        return counts.getOrDefault(whose, 0);
    }

    /// One more.
    ///
    /// @return false when there are `max` already and nothing was counted
    boolean add(String whose, int max) {
        var added = new boolean[1];
        counts.compute(whose, (same, count) -> {
            int before = count == null ? 0 : count;
            added[0] = before < max;
            return added[0] ? Integer.valueOf(before + 1) : count;
        });
        return added[0];
    }

    void remove(String whose) {
        counts.computeIfPresent(whose, (same, count) -> count > 1 ? count - 1 : null);
    }
}
