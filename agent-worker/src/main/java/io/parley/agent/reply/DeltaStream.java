package io.parley.agent.reply;

import io.parley.schemas.avro.DeltaSign;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Coalesces the pieces of one attempt's text: the first leaves at once, those that follow within the interval leave
/// together at its end. Index and offset let a reader notice a lost one.
final class DeltaStream {

    private final Consumer<DeltaSign> out;
    private final BiConsumer<Runnable, Duration> timer;
    private final Clock clock;
    private final Duration interval;
    private final StringBuilder pending = new StringBuilder();
    private Instant lastFlush = Instant.MIN;
    private boolean scheduled;
    private boolean closed;
    private int index;
    private int offset;

    /// @param timer runs something once after a delay
    DeltaStream(Consumer<DeltaSign> out, BiConsumer<Runnable, Duration> timer, Clock clock, Duration interval) {
        this.out = out;
        this.timer = timer;
        this.clock = clock;
        this.interval = interval;
    }

    synchronized void append(String piece) {
        if (closed) {
            return;
        }
        pending.append(piece);
        if (scheduled) {
            return;
        }
        var next = lastFlush.equals(Instant.MIN) ? lastFlush : lastFlush.plus(interval);
        var now = clock.instant();
        if (next.isAfter(now)) {
            scheduled = true;
            timer.accept(this::flush, Duration.between(now, next));
        } else {
            flush();
        }
    }

    private synchronized void flush() {
        scheduled = false;
        if (closed || pending.isEmpty()) {
            return;
        }
        out.accept(DeltaSign.newBuilder()
                .setIndex(index++)
                .setOffset(offset)
                .setText(pending.toString())
                .build());
        offset += pending.length();
        pending.setLength(0);
        lastFlush = clock.instant();
    }

    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
