package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.frame.ServerFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Sends every socket away in good order: each is told when to come back, then they are closed a batch at a time, while
/// replies keep flowing.
final class Drain {

    private static final int BATCH = 250;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration SPREAD = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Clients clients;
    private final ServerFrames frames;

    Drain(Clients clients, ServerFrames frames) {
        this.clients = clients;
        this.frames = frames;
    }

    /// Returns when the last socket has gone, or after 10 s.
    void run() {
        clients.drain();
        List<ChatSocket> all = new ArrayList<>();
        clients.forEach(all::add);
        all.forEach(socket -> socket.show(
                frames.draining(Duration.ofMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis())))));
        for (int from = 0; from < all.size(); from += BATCH) {
            all.subList(from, Math.min(from + BATCH, all.size()))
                    .forEach(socket -> socket.closeAfterAll(CloseCode.RESTART, "restart"));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        while (clients.count() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
