package io.parley.ingress.ws.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one socket: one frame at a time, nobody ever waits for a slow reader.
///
/// Within the budget (counted in characters) everything is kept; beyond it signs of life are dropped first, and when
/// that does not help the reader is too slow. Safe for many threads.
final class SendQueue {

    /// Where frames go; the callback says that the next may follow.
    interface Wire {

        void send(String frame, Callback callback);

        void close(int code, String reason);
    }

    private record Item(String text, boolean droppable, int closeCode) {}

    private final Wire wire;
    private final int budget;
    private final Deque<Item> waiting = new ArrayDeque<>(4);
    private final AtomicInteger rounds = new AtomicInteger();
    private int size;
    private boolean writing;
    private boolean closed;

    SendQueue(Wire wire, int budget) {
        this.wire = wire;
        this.budget = budget;
    }

    /// Adds a frame that must arrive.
    ///
    /// @return false when the reader is too slow
    boolean offer(String frame) {
        return add(new Item(frame, false, 0), () -> dropSigns(frame.length()));
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
        size = 0;
    }

    private boolean add(Item item, BooleanSupplier makeRoom) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (size + item.text().length() > budget && !makeRoom.getAsBoolean()) {
                return false;
            }
            waiting.add(item);
            size += item.text().length();
            closed = item.closeCode() != 0;
        }
        pump();
        return true;
    }

    private boolean dropSigns(int needed) {
        waiting.removeIf(Item::droppable);
        size = waiting.stream().mapToInt(item -> item.text().length()).sum();
        return size + needed <= budget;
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
        size -= next.text().length();
        writing = true;
        return next;
    }

    private void written() {
        synchronized (this) {
            writing = false;
        }
        pump();
    }
}
