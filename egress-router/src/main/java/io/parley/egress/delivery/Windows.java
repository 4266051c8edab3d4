package io.parley.egress.delivery;

import io.parley.channels.Limit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What has really gone lately. Places are reserved ahead, so a process that was short of time would use several at
/// once; providers count what comes.
final class Windows {

    private final Map<Limit, Deque<Instant>> gone = new HashMap<>();

    /// When there is room again; empty where there is now.
    Optional<Instant> fullUntil(List<Limit> limits, Instant now) {
        return limits.stream()
                .filter(limit -> lately(limit, now).size() >= limit.messages() + limit.burst())
                .map(limit -> lately(limit, now).getFirst().plus(limit.per()))
                .max(Instant::compareTo);
    }

    /// One more goes.
    void count(List<Limit> limits, Instant now) {
        limits.forEach(limit -> lately(limit, now).add(now));
    }

    private Deque<Instant> lately(Limit limit, Instant now) {
        var times = gone.computeIfAbsent(limit, first -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.getFirst().plus(limit.per()).isAfter(now)) {
            times.removeFirst();
        }
        return times;
    }
}
