package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.ErrorCode;
import io.parley.ingress.ws.frame.ServerFrames;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after every socket once a second: heartbeat, readers that take nothing, end of the token, resumes
/// that did not come, reminders.
final class Caretaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

    /// How long a resume may take before it is asked for again; twice as long each time, up to so many times.
    static final Duration RESUME_PATIENCE = Duration.ofSeconds(5);

    static final int MOST_DOUBLINGS = 4;

    /// How often a socket that lacks nothing is announced again, far below the day that announcements are kept.
    static final Duration REMINDER = Duration.ofHours(2);

    /// After how long a reminder is repeated that could not be written.
    static final Duration REMIND_AGAIN = Duration.ofMinutes(1);

    private final Clients clients;
    private final ServerFrames frames;
    private final Duration patience;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ingress-ws-caretaker").factory());

    /// A caretaker that is not started yet.
    ///
    /// @param patience how long a reader may take nothing, though something is being written
    Caretaker(Clients clients, ServerFrames frames, Duration patience, Clock clock) {
        this.clients = clients;
        this.frames = frames;
        this.patience = patience;
        this.clock = clock;
    }

    void start() {
        var _ = timer.scheduleWithFixedDelay(() -> clients.forEach(this::look), 1, 1, TimeUnit.SECONDS);
    }

    /// One socket's trouble must not end the care for all others.
    private void look(ChatSocket socket) {
        try {
            lookAt(socket, System.nanoTime());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("looking after a socket failed");
        }
    }

    private void lookAt(ChatSocket socket, long nanos) {
        switch (socket.heartbeat().next(nanos)) {
            case PING -> socket.ping();
            case GIVE_UP -> socket.close(CloseCode.NO_PONG, "no pong");
            case CUT -> socket.disconnect();
            case NOTHING -> expireOrRemind(socket, nanos);
        }
    }

    private void expireOrRemind(ChatSocket socket, long nanos) {
        if (socket.isClosing()) {
            return;
        }
        if (socket.closeIfStuck(nanos, patience)) {
            return;
        }
        var expired = socket.visitor()
                .validUntil()
                .filter(end -> end.isBefore(clock.instant()))
                .isPresent();
        if (expired) {
            socket.show(frames.error(ErrorCode.TOKEN_EXPIRED, "the token has expired", Optional.empty()));
            socket.closeAfterAll(CloseCode.TOKEN_EXPIRED, "token expired");
        } else {
            socket.catchUp().remind(nanos);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
