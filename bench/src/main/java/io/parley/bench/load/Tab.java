package io.parley.bench.load;

import io.parley.bench.load.Order.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One client: opens a socket, remembers how far it has come in its log, comes back when it loses the socket,
/// and leaves a server that drains for another, as a careful client does. Used by one thread.
final class Tab {

    /// Few enough for the limits that a node sets to one address.
    private static final int USERS_AN_ADDRESS = 100;
    private static final int SMALL_BUFFER = 4_096;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long PROBE_MILLIS = 2_000;

    /// A socket and what it has brought before it counted.
    private final class Line implements Connection.Owner {

        private final List<String> brought = new ArrayList<>();
        private @Nullable Connection connection;

        @Override
        public void text(String frame) {
            if (equals(line)) {
                received(frame);
            } else if (equals(successor)) {
                brought.add(frame);
                var sign = setup.dialect().read(frame);
                if (sign == Dialect.Sign.LIVE || sign == Dialect.Sign.WELCOME) {
                    succeed(this);
                }
            }
        }

        @Override
        public void ended(int code) {
            if (equals(line)) {
                line = null;
                Tab.this.ended(code);
            } else if (equals(successor)) {
                successor = null;
                failed("ended with " + code);
            }
        }

        void send(String frame) {
            if (connection != null) {
                connection.send(frame);
            }
        }

        void abort() {
            if (connection != null) {
                connection.abort();
            }
        }
    }

    private final Loop loop;
    private final Setup setup;
    private final int index;
    private int server;
    private boolean reading = true;
    private @Nullable Line line;
    private @Nullable Line successor;
    private @Nullable String position;
    /// Positions of entries since the successor asked for what comes after one: it brings them, too.
    private @Nullable Set<String> seen;

    private boolean wanted;
    private boolean greeted;
    private boolean live;
    private boolean moving;
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
        attempt();
    }

    boolean isGreeted() {
        return greeted;
    }

    boolean isOpen() {
        return live && line != null;
    }

    boolean isGone() {
        return line == null;
    }

    int lastNumber() {
        return lastNumber;
    }

    void ping() {
        if (line != null) {
            line.send(setup.dialect().ping());
        }
    }

    /// Ends it for good: in order, or, for one that reads nothing, at once.
    void close() {
        wanted = false;
        var open = line;
        if (open != null && open.connection != null && reading) {
            open.connection.close();
        } else {
            leave();
        }
    }

    /// Opens the socket that is lacking, or the one that another is to be left for.
    private void attempt() {
        planned = false;
        if (!wanted || successor != null || (line != null && !moving)) {
            return;
        }
        loop.shaking(1);
        if (attemptNanos == 0 && (lostNanos != 0 || moving)) {
            attemptNanos = System.nanoTime();
        }
        var address = "127.%d.1.%d".formatted(setup.network(), 1 + index / USERS_AN_ADDRESS);
        var target = setup.dialect().target(setup.prefix() + setup.share().user(index), position);
        var dialed = new Line();
        try {
            dialed.connection = Connection.open(
                    loop.selector(), address, setup.ports().get(server), target, dialed, reading ? 0 : SMALL_BUFFER);
        } catch (IOException e) {
            failed(e.getMessage());
            return;
        }
        if (line == null) {
            line = dialed;
        } else {
            successor = dialed;
            seen = new HashSet<>();
        }
    }

    /// It lacks nothing, or the other one has gone: it is the one from now on.
    private void succeed(Line arrived) {
        successor = null;
        leave();
        line = arrived;
        arrived.brought.forEach(this::received);
    }

    private void received(String frame) {
        var reply = setup.dialect().reply(frame);
        if (reply != null && line != null) {
            line.send(reply);
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
                move(within(Dialect.number(frame, "reconnect_after_ms").orElse(0L)));
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
        seen = successor == null ? null : seen;
        if (!live) {
            live = true;
            loop.live(1);
        }
        if (lostNanos != 0) {
            loop.counts().back(lostNanos, attemptNanos, System.nanoTime());
            lostNanos = 0;
            attemptNanos = 0;
        }
        if (!reading && line != null && line.connection != null) {
            line.connection.stopReading();
            probeLater(line);
        }
    }

    private void probeLater(Line watched) {
        loop.later(PROBE_MILLIS, () -> {
            if (watched.equals(line) && watched.connection != null) {
                watched.connection.probe();
                probeLater(watched);
            }
        });
    }

    private void entry(String frame) {
        long now = System.nanoTime();
        position = Dialect.field(frame, "position").orElse(position);
        if (seen != null && !seen.add(String.valueOf(position))) {
            return;
        }
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

    private void ended(int code) {
        if (!greeted) {
            failed("ended with " + code);
            return;
        }
        loop.counts().closed(code);
        lost();
        if (successor != null) {
            succeed(successor);
        } else if (wanted && setup.rejoinMillis() > 0) {
            if (!planned) {
                elsewhere();
            }
            plan(within(Math.max(windowMillis, setup.rejoinMillis())));
        }
    }

    /// Looks for another server when it is time, and leaves this one then.
    private void move(long millis) {
        moving = true;
        elsewhere();
        plan(millis);
    }

    private void leave() {
        if (line != null) {
            line.abort();
            line = null;
            lost();
        }
        if (successor != null) {
            successor.abort();
            successor = null;
            loop.shaking(-1);
        }
    }

    private void lost() {
        loop.live(live ? -1 : 0);
        live = false;
        greeted = false;
        moving = false;
        if (lostNanos == 0) {
            lostNanos = System.nanoTime();
        }
    }

    /// A server that refuses is passed over at once, as a load balancer does; after that the pauses grow.
    private void failed(@Nullable String reason) {
        loop.shaking(-1);
        loop.counts().refused();
        loop.complain(String.valueOf(reason));
        if (setup.rejoinMillis() > 0) {
            failures++;
            elsewhere();
            long most = Math.min(LONGEST_PAUSE_MILLIS, (long) setup.rejoinMillis() << Math.min(failures - 1, 5));
            plan(failures == 1 ? 1 : within(most));
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
    private void plan(long millis) {
        if (!planned) {
            planned = true;
            loop.later(millis, this::attempt);
        }
    }
}
