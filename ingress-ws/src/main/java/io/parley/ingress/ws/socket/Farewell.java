package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// Decides at which moment which socket is told to go, and closed: idle ones first and at a steady pace,
/// those whose answer is being written when it is there.
///
/// Knows neither a thread nor a clock; times are of a clock that never goes back. Not safe for several
/// threads.
final class Farewell {

    /// The longest time after which a client is asked to connect again, and the longest where there are but a
    /// few.
    static final Duration SPREAD = Duration.ofSeconds(1);

    static final Duration LEAST_SPREAD = Duration.ofMillis(200);

    /// What a client has beyond that time to be live elsewhere, before its socket is closed: as long as it takes the
    /// other nodes to let all of them in, within these bounds.
    static final Duration GRACE = Duration.ofSeconds(3);

    static final Duration LEAST_GRACE = Duration.ofSeconds(1);

    /// So many seconds' worth of sockets are on their way at most: more are told when those have gone, so that nobody
    /// waits long at the other nodes' doors.
    private static final double ON_THEIR_WAY_SECONDS = 1.5;

    /// So much of the pace may be made up for at once.
    private static final double BURST_SECONDS = 0.25;

    private static final long CLOSED = Long.MAX_VALUE;

    /// How the sockets are to go.
    ///
    /// @param window in which every socket is told, however many there are
    /// @param pace sockets that are told in a second, more only where the window asks for it
    /// @param patience how long a socket is left in peace whose answer is being written
    record Plan(Duration window, int pace, Duration patience) {}

    /// A socket that is to go.
    interface Leaver {

        /// Whether words for it are on their way, so that going now would delay them.
        boolean isBusy();

        /// It is told to connect elsewhere after a time. Until it is live there this socket goes on.
        void leave(Duration after);

        /// It is closed, once what waits for it is written.
        void closeAfterAll(int code, String reason);
    }

    private final Plan plan;
    private final LongUnaryOperator random;
    private final Duration spread;
    private final Duration grace;
    private final long start;
    private final Map<Leaver, Long> closings = new HashMap<>();
    private long last;
    private double rate;
    private double credit;

    /// A farewell that begins now.
    ///
    /// @param sockets how many there are
    /// @param random any number from 0 to below its argument
    Farewell(Plan plan, int sockets, LongUnaryOperator random, long nanos) {
        this.plan = plan;
        this.random = random;
        this.spread = ReconnectWindow.of(sockets, plan.pace(), LEAST_SPREAD, SPREAD);
        this.grace = ReconnectWindow.of(sockets, plan.pace(), LEAST_GRACE, GRACE);
        this.start = nanos;
        this.last = nanos;
        this.credit = plan.pace() * BURST_SECONDS;
    }

    /// When the last socket has been closed, if not gone, by what this class does.
    static Duration longest(Plan plan) {
        return plan.window().plus(SPREAD).plus(GRACE);
    }

    /// Tells and closes what is to be told and closed at this moment.
    ///
    /// @param open the sockets that are still open
    void step(Collection<? extends Leaver> open, long nanos) {
        var untold =
                open.stream().filter(socket -> !closings.containsKey(socket)).toList();
        earn(untold.size(), nanos);
        double room = rate * ON_THEIR_WAY_SECONDS - (open.size() - untold.size());
        for (var socket : untold) {
            if (credit < 1 || room < 1) {
                break;
            }
            if (nanos - start >= plan.patience().toNanos() || !socket.isBusy()) {
                credit--;
                room--;
                tell(socket, nanos);
            }
        }
        closings.entrySet().stream()
                .filter(closing -> closing.getValue() <= nanos)
                .forEach(closing -> {
                    closing.setValue(CLOSED);
                    closing.getKey().closeAfterAll(CloseCode.RESTART, "restart");
                });
    }

    private void tell(Leaver socket, long nanos) {
        var after = Duration.ofMillis(random.applyAsLong(spread.toMillis()));
        closings.put(socket, nanos + after.plus(grace).toNanos());
        socket.leave(after);
    }

    private void earn(int untold, long nanos) {
        long left = plan.window().toNanos() - (nanos - start);
        if (left <= 0) {
            rate = Double.POSITIVE_INFINITY;
            credit = untold;
        } else {
            rate = Math.max(plan.pace(), untold / seconds(left));
            credit = Math.min(credit + rate * seconds(nanos - last), Math.max(1, rate * BURST_SECONDS));
        }
        last = nanos;
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
