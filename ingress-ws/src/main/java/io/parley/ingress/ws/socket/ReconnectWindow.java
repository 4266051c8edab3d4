package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.util.function.IntSupplier;

/// Within what time a node's clients shall come back when it dies, each at a random moment: as much as the other nodes
/// need to take them all in, so that nobody waits at a door.
///
/// @param sockets that are open now
/// @param pace sockets that the other nodes take in a second, together
record ReconnectWindow(IntSupplier sockets, int pace) {

    static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofSeconds(10);

    Duration now() {
        return of(sockets.getAsInt(), pace, LEAST, MOST);
    }

    /// What so many sockets need at a pace, within bounds.
    static Duration of(int sockets, int pace, Duration least, Duration most) {
        return Duration.ofMillis(Math.clamp(1_000L * sockets / pace, least.toMillis(), most.toMillis()));
    }
}
