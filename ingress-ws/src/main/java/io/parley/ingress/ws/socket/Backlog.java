package io.parley.ingress.ws.socket;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/// How much waits to be written on this node, and how much of it one socket may hold. In characters. Safe for
/// many threads.
final class Backlog {

    /// What a socket may hold in any case, so that a reader that is merely busy is not sent away.
    static final int LEAST = 4 * 1024;

    /// How many budgets a reader may be given that keeps taking frames.
    private static final int BURST = 8;

    private final int perSocket;
    private final long perNode;
    private final IntSupplier sockets;
    private final AtomicLong waiting = new AtomicLong();

    /// Nothing waits yet.
    ///
    /// @param perNode beyond it, each socket is left its share only
    /// @param sockets how many there are
    Backlog(int perSocket, long perNode, IntSupplier sockets) {
        this.perSocket = perSocket;
        this.perNode = perNode;
        this.sockets = sockets;
    }

    void add(int characters) {
        waiting.addAndGet(characters);
    }

    void remove(int characters) {
        waiting.addAndGet(-characters);
    }

    long waiting() {
        return waiting.get();
    }

    /// What may wait for one socket whose reader keeps taking frames.
    int burst() {
        return waiting.get() <= perNode ? BURST * perSocket : limit();
    }

    /// What may wait for one socket at this moment.
    int limit() {
        if (waiting.get() <= perNode) {
            return perSocket;
        }
        return Math.clamp(perNode / Math.max(1, sockets.getAsInt()), Math.min(LEAST, perSocket), perSocket);
    }
}
