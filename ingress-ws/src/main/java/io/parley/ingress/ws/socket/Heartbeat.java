package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.time.Instant;

/// Whether the other side of a socket is still there. Times are of a clock that never goes back.
final class Heartbeat {

    static final Duration INTERVAL = Duration.ofSeconds(30);
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration CLOSING = Duration.ofSeconds(5);

    /// What to do now.
    enum Step {
        NOTHING,
        PING,
        /// No pong came.
        GIVE_UP,
        /// The close frame was not answered.
        CUT
    }

    private final Instant since;
    private long lastPing;
    private boolean awaitingPong;
    private boolean closing;
    private long closingSince;

    Heartbeat(Instant since, long nanos) {
        this.since = since;
        this.lastPing = nanos;
    }

    Instant since() {
        return since;
    }

    synchronized void pong() {
        awaitingPong = false;
    }

    synchronized void closing(long nanos) {
        if (!closing) {
            closing = true;
            closingSince = nanos;
        }
    }

    synchronized boolean isClosing() {
        return closing;
    }

    synchronized Step next(long nanos) {
        if (closing) {
            return nanos - closingSince > CLOSING.toNanos() ? Step.CUT : Step.NOTHING;
        }
        if (awaitingPong && nanos - lastPing >= PATIENCE.toNanos()) {
            return Step.GIVE_UP;
        }
        if (nanos - lastPing >= INTERVAL.toNanos()) {
            lastPing = nanos;
            awaitingPong = true;
            return Step.PING;
        }
        return Step.NOTHING;
    }
}
