package io.parley.bench.lanes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The handler of every contender: takes its time, and notes how many run, how many are done when, and
/// whether each key's records come in order and one at a time.
///
/// The value of a record is its number among the records of its key, and padding.
final class Work {

    private static final int RUNNING = -1;

    private final Duration time;
    private final Map<String, Integer> nextOfKey = new ConcurrentHashMap<>();
    private final Completions completions = new Completions();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicInteger disordered = new AtomicInteger();

    Work(Duration time) {
        this.time = time;
    }

    void handle(String key, String value) throws InterruptedException {
        int number = Integer.parseInt(value.substring(0, value.indexOf(' ')));
        Integer expected = nextOfKey.put(key, RUNNING);
        if ((expected == null ? 0 : expected) != number) {
            disordered.incrementAndGet();
        }
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            Thread.sleep(time);
        } finally {
            running.decrementAndGet();
        }
        nextOfKey.put(key, number + 1);
        completions.add(System.nanoTime());
    }

    Completions completions() {
        return completions;
    }

    int running() {
        return running.get();
    }

    int mostRunning() {
        return mostRunning.get();
    }

    /// Records that did not follow on in their key, or overlapped with another of it.
    int disordered() {
        return disordered.get();
    }
}
