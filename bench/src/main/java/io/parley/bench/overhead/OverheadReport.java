package io.parley.bench.overhead;

import io.parley.bench.measure.Latencies;
import io.parley.bench.measure.Ratio;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What `bench overhead` says; times in milliseconds.
///
/// @param repeated blocks repeated because the machine was too noisy
record OverheadReport(
        int messagesPerSecond, Side parley, Side relay, Ratio p50Ratio, Ratio p99Ratio, int pairs, int repeated) {

    /// All blocks of one side together.
    record Side(
            long messages,
            int lost,
            int doubled,
            double p50,
            double p90,
            double p99,
            double max,
            double cpuMillisPerThousand,
            double hiccupP99) {

        static Side of(List<Block> blocks) {
            var all = new Latencies();
            blocks.forEach(block -> all.add(block.latencies()));
            return new Side(
                    all.count(),
                    blocks.stream().mapToInt(Block::lost).sum(),
                    blocks.stream().mapToInt(Block::doubled).sum(),
                    all.millis(50),
                    all.millis(90),
                    all.millis(99),
                    all.maxMillis(),
                    blocks.stream().mapToDouble(Block::cpuPerThousand).average().orElse(0),
                    blocks.stream().mapToDouble(Block::hiccupP99).max().orElse(0));
        }

        private String row(String name) {
            return "%-10s %8d %5d %7d %8.2f %8.2f %8.2f %8.2f %12.0f %12.2f%n"
                    .formatted(name, messages, lost, doubled, p50, p90, p99, max, cpuMillisPerThousand, hiccupP99);
        }
    }

    static OverheadReport of(int rate, List<Block> ours, List<Block> baseline, int repeated) {
        return new OverheadReport(
                rate,
                Side.of(ours),
                Side.of(baseline),
                ratio(ours, baseline, block -> block.latencies().millis(50)),
                ratio(ours, baseline, block -> block.latencies().millis(99)),
                ours.size(),
                repeated);
    }

    private static Ratio ratio(List<Block> ours, List<Block> baseline, ToDoubleFunction<Block> figure) {
        return Ratio.of(IntStream.range(0, ours.size())
                .mapToObj(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(baseline.get(i)))
                .toList());
    }

    String text() {
        var incomplete = parley.lost + parley.doubled + relay.lost + relay.doubled > 0;
        return "%d messages a second, %d pairs of blocks, %d blocks repeated for noise%n"
                        .formatted(messagesPerSecond, pairs, repeated)
                + "                sent  lost doubled   p50 ms   p90 ms   p99 ms   max ms  CPU ms/1000  hiccup p99\n"
                + parley.row("parley")
                + relay.row("raw relay")
                + "ratio of p50: %.2f (95 %%: %.2f to %.2f)%n"
                        .formatted(p50Ratio.median(), p50Ratio.low(), p50Ratio.high())
                + "ratio of p99: %.2f (95 %%: %.2f to %.2f)%n"
                        .formatted(p99Ratio.median(), p99Ratio.low(), p99Ratio.high())
                + (incomplete ? "messages were lost or doubled: these latencies count for nothing\n" : "");
    }
}
