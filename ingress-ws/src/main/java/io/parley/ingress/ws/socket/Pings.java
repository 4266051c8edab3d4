package io.parley.ingress.ws.socket;

import java.time.Duration;

/// Counts a socket's pings and pongs, minute by minute. One every half second is more than any client needs.
final class Pings {

    static final int A_MINUTE = 120;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long since;
    private int count;

    /// One more.
    ///
    /// @return whether that is too many
    synchronized boolean add(long nanos) {
        if (count == 0 || nanos - since > MINUTE) {
            since = nanos;
            count = 0;
        }
        count++;
        return count > A_MINUTE;
    }
}
