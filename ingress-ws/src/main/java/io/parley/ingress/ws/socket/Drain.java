package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.socket.Farewell.Plan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Sends every socket away in good order, once: nobody is let in any more, each is told when to come back and
/// closed after that, while replies keep flowing.
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration NEWS = Duration.ofSeconds(5);

    /// For closes to be answered, and cut where they are not.
    private static final Duration LAST = Heartbeat.CLOSING.plusSeconds(2);

    /// How far a drain is.
    ///
    /// @param sockets how many there were at its start
    /// @param left how many there still are
    @JsonNaming(SnakeCaseStrategy.class)
    record Progress(Instant since, int sockets, int left, boolean ended) {}

    private record Start(Instant at, int sockets) {}

    private final Clients clients;
    private final Plan plan;
    private final Clock clock;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Start start;

    Drain(Clients clients, Plan plan, Clock clock) {
        this.clients = clients;
        this.plan = plan;
        this.clock = clock;
    }

    /// Begins, unless it has begun.
    synchronized void begin() {
        if (start == null) {
            clients.drain();
            start = new Start(clock.instant(), clients.count());
            Thread.ofPlatform().name("ingress-ws-drain").daemon().start(this::run);
        }
    }

    /// Begins, unless it has begun, and returns when the last socket has gone.
    void complete() {
        begin();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Empty where nothing has begun.
    Optional<Progress> progress() {
        return Optional.ofNullable(start)
                .map(begun -> new Progress(begun.at(), begun.sockets(), clients.count(), end.getCount() == 0));
    }

    private void run() {
        long begun = System.nanoTime();
        LOG.atInfo().addKeyValue("sockets", clients.count()).log("drain started");
        try {
            sendAway(new Farewell(plan, clients.count(), Drain::below, begun), begun);
        } finally {
            LOG.atInfo()
                    .addKeyValue("left", clients.count())
                    .addKeyValue(
                            "durationMs",
                            Duration.ofNanos(System.nanoTime() - begun).toMillis())
                    .log("drain ended");
            clients.forEach(ChatSocket::disconnect);
            end.countDown();
        }
    }

    private static long below(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    private void sendAway(Farewell farewell, long begun) {
        long deadline = begun + Farewell.longest(plan).plus(LAST).toNanos();
        long told = begun;
        while (clients.count() > 0 && System.nanoTime() < deadline) {
            long now = System.nanoTime();
            farewell.step(open(), now);
            if (now - told > NEWS.toNanos()) {
                told = now;
                LOG.atInfo().addKeyValue("left", clients.count()).log("drain goes on");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private List<ChatSocket> open() {
        List<ChatSocket> open = new ArrayList<>(clients.count());
        clients.forEach(open::add);
        return open;
    }
}
