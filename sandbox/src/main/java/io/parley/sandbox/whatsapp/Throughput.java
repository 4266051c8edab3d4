package io.parley.sandbox.whatsapp;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// At most so many messages of one number in any second (Cloud API, throughput: 80, counting both directions).
public final class Throughput {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Clock clock;
    private final int most;
    private final Map<String, Deque<Long>> numbers = new ConcurrentHashMap<>();

    public Throughput(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /// Takes one message, if it may go.
    public boolean admits(String number) {
        var times = times(number);
        synchronized (times) {
            forgetOld(times);
            return times.size() < most && times.add(clock.millis());
        }
    }

    /// Counts a message that nobody can refuse: one that came in.
    public void count(String number) {
        var times = times(number);
        synchronized (times) {
            forgetOld(times);
            times.add(clock.millis());
        }
    }

    /// How many may still go now.
    public int remaining(String number) {
        var times = times(number);
        synchronized (times) {
            forgetOld(times);
            return Math.max(0, most - times.size());
        }
    }

    public int most() {
        return most;
    }

    void forget() {
        numbers.clear();
    }

    private Deque<Long> times(String number) {
        return numbers.computeIfAbsent(number, any -> new ArrayDeque<>());
    }

    private void forgetOld(Deque<Long> times) {
        var old = clock.millis() - SECOND.toMillis();
        while (!times.isEmpty() && times.getFirst() <= old) {
            times.removeFirst();
        }
    }
}
