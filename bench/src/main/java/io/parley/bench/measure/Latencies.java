package io.parley.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Durations from the intended start of a message (not from its actual sending, so that a stall counts for every
/// message
/// that it delayed) to its end. Safe for many threads.
public final class Latencies {

    private final Histogram microseconds = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(5), 3);

    public void record(long intendedNanos, long endNanos) {
        microseconds.recordValue(Math.max(0, (endNanos - intendedNanos) / 1_000));
    }

    public void add(Latencies other) {
        microseconds.add(other.microseconds);
    }

    public long count() {
        return microseconds.getTotalCount();
    }

    /// A quantile in milliseconds.
    ///
    /// @param percent for instance 99.0
    public double millis(double percent) {
        return microseconds.getValueAtPercentile(percent) / 1_000.0;
    }

    public double maxMillis() {
        return microseconds.getMaxValue() / 1_000.0;
    }
}
