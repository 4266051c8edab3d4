package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Counts what a client does wrong within the last minute; of nearly all there is nothing to count.
final class Strikes {

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private @Nullable Deque<Long> moments;

    Strikes(int limit) {
        this.limit = limit;
    }

    /// One more.
    ///
    /// @return whether that is too many
    synchronized boolean add(long nanos) {
        var kept = moments == null ? new ArrayDeque<Long>(2) : moments;
        while (!kept.isEmpty() && nanos - kept.getFirst() > WINDOW) {
            kept.removeFirst();
        }
        kept.addLast(nanos);
        moments = kept;
        return kept.size() >= limit;
    }
}
