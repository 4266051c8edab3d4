package io.parley.campaign;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How fast a counter grows, over the last seconds.
final class Rate implements AutoCloseable {

    private static final double WINDOW_SECONDS = 5;

    private final LongSupplier counter;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private final Thread sampler;

    private record Sample(long nanos, long count) {}

    Rate(LongSupplier counter) {
        this.counter = counter;
        sampler = Thread.ofVirtual().start(this::sample);
    }

    private void sample() {
        try {
            while (true) {
                synchronized (this) {
                    samples.addLast(new Sample(System.nanoTime(), counter.getAsLong()));
                    if (samples.size() > WINDOW_SECONDS * 4) {
                        samples.removeFirst();
                    }
                }
                Thread.sleep(250);
            }
        } catch (InterruptedException e) {
            // nobody asks any more
        }
    }

    /// A second.
    synchronized double now() {
        if (samples.size() < 2) {
            return 0;
        }
        var first = samples.getFirst();
        var last = samples.getLast();
        return Math.round((last.count() - first.count()) * 1e10 / (last.nanos() - first.nanos())) / 10.0;
    }

    @Override
    public void close() {
        sampler.interrupt();
    }
}
