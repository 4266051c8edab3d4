package io.parley.bench.measure;

/// Quantiles of durations, in milliseconds.
public record Quantiles(long count, double p50, double p99, double max) {

    /// Those of durations of another process.
    ///
    /// @param encoded as [Latencies#encoded]
    public static Quantiles of(String encoded) {
        var all = Latencies.decoded(encoded);
        return new Quantiles(all.count(), all.millis(50), all.millis(99), all.maxMillis());
    }

    public String text() {
        return "p50 %.0f ms, p99 %.0f ms, longest %.0f ms of %d".formatted(p50, p99, max, count);
    }
}
