package io.parley.bench.load;

import io.parley.bench.load.Order.Setup;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One client: opens a socket, remembers how far it has come in its log, and comes back when it loses the socket, as a
/// careful client does. Used by one thread.
final class Tab implements Connection.Owner {

    /// Few enough for the limits that a node sets to one address.
    private static final int USERS_AN_ADDRESS = 100;
    private static final int SMALL_BUFFER = 4_096;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long PROBE_MILLIS = 2_000;

    private final Loop loop;
    private final Setup setup;
    private final int index;
    private int server;
    private boolean reading = true;
    private @Nullable Connection connection;
    private @Nullable String position;
    private boolean wanted;
    private boolean greeted;
    private boolean live;
    private boolean planned;
    private long windowMillis;
    private int failures;
    private int lastNumber;
    private long lostNanos;
    private long attemptNanos;

    Tab(Loop loop, Setup setup, int index) {
        this.loop = loop;
        this.setup = setup;
        this.index = index;
    }

    void open(int at, boolean reads) {
        server = at;
        reading = reads;
        wanted = true;
        connect();
    }

    boolean isGreeted() {
        return greeted;
    }

    boolean isOpen() {
        return live && connection != null;
    }

    boolean isGone() {
        return connection == null;
    }

    int lastNumber() {
        return lastNumber;
    }

    void ping() {
        if (connection != null) {
            connection.send(setup.dialect().ping());
        }
    }

    /// Ends it for good: in order, or, for one that reads nothing, at once.
    void close() {
        wanted = false;
        var open = connection;
        if (open != null && reading) {
            open.close();
        } else if (open != null) {
            leave(open);
        }
    }

    private void connect() {
        planned = false;
        if (!wanted || connection != null) {
            return;
        }
        loop.shaking(1);
        if (lostNanos != 0 && attemptNanos == 0) {
            attemptNanos = System.nanoTime();
        }
        var address = "127.%d.1.%d".formatted(setup.network(), 1 + index / USERS_AN_ADDRESS);
        var target = setup.dialect().target(setup.prefix() + index, position);
        try {
            connection = Connection.open(
                    loop.selector(), address, setup.ports().get(server), target, this, reading ? 0 : SMALL_BUFFER);
        } catch (IOException e) {
            failed(e.getMessage());
        }
    }

    @Override
    public void text(String frame) {
        var reply = setup.dialect().reply(frame);
        if (reply != null && connection != null) {
            connection.send(reply);
        }
        switch (setup.dialect().read(frame)) {
            case GREETING -> {
                window(frame);
                greeted();
            }
            case WELCOME -> {
                greeted();
                live(frame);
            }
            case LIVE -> live(frame);
            case PONG -> {
                window(frame);
                loop.pong(this);
            }
            case ENTRY -> entry(frame);
            case DRAINING ->
                plan(within(Dialect.number(frame, "reconnect_after_ms").orElse(0L)), this::move);
            case OTHER -> {
                // of no interest here
            }
        }
    }

    private void window(String frame) {
        windowMillis = Dialect.number(frame, "reconnect_window_ms").orElse(windowMillis);
    }

    private void greeted() {
        if (!greeted) {
            greeted = true;
            failures = 0;
            loop.shaking(-1);
        }
    }

    private void live(String frame) {
        position = Dialect.field(frame, "position").orElse(position);
        if (!live) {
            live = true;
            loop.live(1);
        }
        if (lostNanos != 0) {
            loop.counts().back(lostNanos, attemptNanos, System.nanoTime());
            lostNanos = 0;
            attemptNanos = 0;
        }
        if (!reading && connection != null) {
            connection.stopReading();
            probeLater(connection);
        }
    }

    private void probeLater(Connection watched) {
        loop.later(PROBE_MILLIS, () -> {
            if (watched.equals(connection)) {
                watched.probe();
                probeLater(watched);
            }
        });
    }

    private void entry(String frame) {
        long now = System.nanoTime();
        position = Dialect.field(frame, "position").orElse(position);
        var words = Words.in(frame);
        if (words.isEmpty()) {
            return;
        }
        loop.counts().entry(words.get().writtenNanos(), now);
        int number = words.get().number();
        if (number <= lastNumber) {
            loop.counts().repeat();
        } else {
            if (number != lastNumber + 1) {
                loop.counts().gap();
            }
            lastNumber = number;
        }
    }

    @Override
    public void ended(int code) {
        connection = null;
        if (!greeted) {
            failed("ended with " + code);
            return;
        }
        loop.counts().closed(code);
        lost();
        if (wanted && setup.rejoinMillis() > 0) {
            elsewhere();
            plan(within(Math.max(windowMillis, setup.rejoinMillis())), this::connect);
        }
    }

    /// Leaves a server that drains, at the time that it has named.
    private void move() {
        var old = connection;
        if (old != null && wanted) {
            leave(old);
            elsewhere();
        }
        connect();
    }

    private void leave(Connection old) {
        old.abort();
        connection = null;
        lost();
    }

    private void lost() {
        loop.live(live ? -1 : 0);
        live = false;
        greeted = false;
        if (lostNanos == 0) {
            lostNanos = System.nanoTime();
        }
    }

    /// A server that refuses is passed over at once, as a load balancer does; after that the pauses grow.
    private void failed(@Nullable String reason) {
        connection = null;
        loop.shaking(-1);
        loop.counts().refused();
        loop.complain(String.valueOf(reason));
        if (setup.rejoinMillis() > 0) {
            failures++;
            elsewhere();
            long most = Math.min(LONGEST_PAUSE_MILLIS, (long) setup.rejoinMillis() << Math.min(failures - 1, 5));
            plan(failures == 1 ? 1 : within(most), this::connect);
        }
    }

    /// Full jitter.
    private static long within(long millis) {
        return ThreadLocalRandom.current().nextLong(millis + 1);
    }

    private void elsewhere() {
        int count = setup.ports().size();
        if (count > 1) {
            server = (server + 1 + ThreadLocalRandom.current().nextInt(count - 1)) % count;
        }
    }

    /// The first plan counts: who was told when to come back does not hurry when the socket is closed before.
    private void plan(long millis, Runnable action) {
        if (!planned) {
            planned = true;
            loop.later(millis, () -> {
                planned = false;
                action.run();
            });
        }
    }
}
