package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts what a client does wrong within the last minute.
final class Strikes {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private final Deque<Long> moments = new ArrayDeque<>(0);

    Strikes(int limit) {
        this.limit = limit;
    }

    /// One more.
    ///
    /// @return whether that is too many
    synchronized boolean add(long nanos) {
        while (!moments.isEmpty() && nanos - moments.getFirst() > WINDOW) {
            moments.removeFirst();
        }
        moments.addLast(nanos);
        return moments.size() >= limit;
    }
}
