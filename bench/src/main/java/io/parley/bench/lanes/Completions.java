package io.parley.bench.lanes;

import java.util.concurrent.ConcurrentLinkedQueue;

/// When work was done, on the scale of [System#nanoTime].
///
/// Handlers that all take the same time end in waves. A window cut anywhere would count a wave too many or
/// too few; so the rate is taken over whole waves.
final class Completions {

    private final ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();

    void add(long time) {
        times.add(time);
    }

    /// Completions a second between two moments, over as many whole waves as fit in.
    ///
    /// @param wave how many end together
    double perSecond(long from, long to, int wave) {
        long[] within = times.stream()
                .mapToLong(Long::longValue)
                .filter(time -> time >= from && time <= to)
                .sorted()
                .toArray();
        int waves = (within.length - 1) / Math.max(1, wave);
        if (waves < 1) {
            return 0;
        }
        int counted = waves * wave;
        return counted * 1e9 / (within[counted] - within[0]);
    }

    int count() {
        return times.size();
    }
}
