package io.parley.bench.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Durations from the intended start of a message (not from its actual sending, so that a stall counts for every
/// message
/// that it delayed) to its end. Safe for many threads.
public final class Latencies {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final Histogram microseconds = new ConcurrentHistogram(LONGEST_MICROS, 3);

    /// What another process has [encoded][#encoded()].
    public static Latencies decoded(String text) {
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        try {
            var all = new Latencies();
            all.microseconds.add(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
            return all;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram", e);
        }
    }

    /// Two encoded ones together.
    public static String sum(String one, String other) {
        var all = decoded(one);
        all.add(decoded(other));
        return all.encoded();
    }

    /// What took longer than five minutes counts as five minutes.
    public void record(long intendedNanos, long endNanos) {
        microseconds.recordValue(Math.clamp((endNanos - intendedNanos) / 1_000, 0, LONGEST_MICROS));
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

    /// As text that another process can read.
    public String encoded() {
        var bytes = ByteBuffer.allocate(microseconds.getNeededByteBufferCapacity());
        int length = microseconds.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }
}
