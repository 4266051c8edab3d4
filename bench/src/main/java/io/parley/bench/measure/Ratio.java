package io.parley.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/// The median of ratios of paired blocks, with a bootstrap interval.
///
/// @param low lower end of the 95 % interval
/// @param high upper end of the 95 % interval
public record Ratio(double median, double low, double high) {

    private static final int RESAMPLES = 10_000;

    /// Of one ratio a pair of blocks.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Ratio of(List<Double> ratios) {
        if (ratios.isEmpty()) {
            throw new IllegalArgumentException("no pair of blocks was measured");
        }
        var random = new Random(1);
        var medians = DoubleStream.generate(() ->
                        median(random.ints(ratios.size(), 0, ratios.size()).mapToDouble(ratios::get)))
                .limit(RESAMPLES)
                .sorted()
                .toArray();
        return new Ratio(
                median(ratios.stream().mapToDouble(Double::doubleValue)),
                medians[(int) (RESAMPLES * 0.025)],
                medians[(int) (RESAMPLES * 0.975)]);
    }

    private static double median(DoubleStream values) {
        var sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
