package io.parley.ingress.ws.socket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one socket: one frame at a time, nobody ever waits for a slow reader.
///
/// Within the budget (counted in characters) everything is kept; beyond it signs of life are dropped first,
/// and when that does not help the reader is too slow. A reader that keeps taking frames is given more for a
/// burst, such as what a long absence has left. A frame for which nothing has to wait is never too much. Safe
/// for many threads.
final class SendQueue {

    /// Where frames go; the callback says that the next may follow.
    interface Wire {

        void send(String frame, Callback callback);

        void close(int code, String reason);
    }

    private record Item(String text, boolean droppable, int closeCode) {}

    /// A reader that needs longer for a frame is given no more than the budget.
    static final Duration BRISK = Duration.ofSeconds(3);

    private final Wire wire;
    private final Backlog backlog;
    private final LongSupplier nanos;
    private final Deque<Item> waiting = new ArrayDeque<>(4);
    private final AtomicInteger rounds = new AtomicInteger();
    private int size;
    private int inFlight;
    private boolean writing;
    private boolean closed;
    private int written;
    private int writtenAtLook;
    private long lookedAt;
    private long writingSince;

    /// A queue to one wire.
    ///
    /// @param nanos a clock that never goes back
    SendQueue(Wire wire, Backlog backlog, LongSupplier nanos) {
        this.wire = wire;
        this.backlog = backlog;
        this.nanos = nanos;
    }

    /// Adds a frame that must arrive.
    ///
    /// @return false when the reader is too slow
    boolean offer(String frame) {
        return add(new Item(frame, false, 0), () -> dropSigns(frame.length()) || isBrisk(frame.length()));
    }

    /// Adds a frame that may be lost.
    ///
    /// @return false when it was
    boolean offerSign(String frame) {
        return add(new Item(frame, true, 0), () -> false);
    }

    /// Closes the socket after what waits has been written.
    void closeAfter(int code, String reason) {
        add(new Item(reason, false, code), () -> true);
    }

    /// Forgets what waits and takes nothing more.
    synchronized void stop() {
        closed = true;
        waiting.clear();
        backlog.remove(size + inFlight);
        size = 0;
        inFlight = 0;
    }

    /// Whether everything has been written.
    synchronized boolean isIdle() {
        return !writing && waiting.isEmpty();
    }

    /// What waits, in characters, what is being written included.
    synchronized int size() {
        return size + inFlight;
    }

    /// Whether the frame that is being written was so at an earlier look already, longer ago than this.
    synchronized boolean isStuck(long nanos, Duration patience) {
        if (!writing || written != writtenAtLook) {
            writtenAtLook = written;
            lookedAt = nanos;
            return false;
        }
        return nanos - lookedAt > patience.toNanos();
    }

    private boolean add(Item item, BooleanSupplier makeRoom) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (!fits(item.text().length()) && !makeRoom.getAsBoolean()) {
                return false;
            }
            waiting.add(item);
            size += item.text().length();
            backlog.add(item.text().length());
            closed = item.closeCode() != 0;
        }
        pump();
        return true;
    }

    private boolean fits(int length) {
        return (!writing && waiting.isEmpty()) || size + length <= backlog.limit();
    }

    private boolean isBrisk(int needed) {
        return size + needed <= backlog.burst() && nanos.getAsLong() - writingSince < BRISK.toNanos();
    }

    private boolean dropSigns(int needed) {
        int before = size;
        waiting.removeIf(Item::droppable);
        size = waiting.stream().mapToInt(item -> item.text().length()).sum();
        backlog.remove(before - size);
        return size + needed <= backlog.limit();
    }

    /// Writes what may be written. A thread that finds another one at it leaves its round to that one, so that a wire
    /// that answers at once makes a loop and no recursion.
    private void pump() {
        if (rounds.getAndIncrement() != 0) {
            return;
        }
        do {
            var next = take();
            if (next != null) {
                write(next);
            }
        } while (rounds.decrementAndGet() != 0);
    }

    private void write(Item item) {
        if (item.closeCode() != 0) {
            wire.close(item.closeCode(), item.text());
        } else {
            wire.send(item.text(), Callback.from(this::written, failure -> stop()));
        }
    }

    private synchronized @Nullable Item take() {
        if (writing || waiting.isEmpty()) {
            return null;
        }
        var next = waiting.remove();
        inFlight = next.text().length();
        size -= inFlight;
        writing = true;
        writingSince = nanos.getAsLong();
        return next;
    }

    private void written() {
        synchronized (this) {
            writing = false;
            written++;
            backlog.remove(inFlight);
            inFlight = 0;
        }
        pump();
    }
}
