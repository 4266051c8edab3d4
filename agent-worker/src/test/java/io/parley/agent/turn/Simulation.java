package io.parley.agent.turn;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only while somebody waits, and what happens in it. One thread, hence always the same.
final class Simulation extends Clock {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingInt(Event::number));
    private Instant now = START;
    private int numbers;

    private record Event(Instant at, int number, Runnable what) {}

    /// Lets something happen after a while from now.
    void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay), numbers++, what));
    }

    void after(long millis, Runnable what) {
        after(Duration.ofMillis(millis), what);
    }

    /// Lets the next thing happen, if it does before the time; else the time has come.
    boolean step(Instant until) {
        var next = events.peek();
        if (next == null || next.at().isAfter(until)) {
            now = until.isAfter(now) ? until : now;
            return false;
        }
        events.remove();
        now = next.at().isAfter(now) ? next.at() : now;
        next.what().run();
        return true;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
