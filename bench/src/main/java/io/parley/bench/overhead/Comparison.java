package io.parley.bench.overhead;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Interleaves blocks of two contenders (ABBA), so that a drift of the machine hits both alike.
///
/// A block during which the machine itself woke a sleeping thread over 1 ms late (p99) is repeated, at most as often as
/// there are pairs; how often is part of the report.
final class Comparison {

    private static final double HICCUP_LIMIT_MILLIS = 1.0;
    private static final double COMPILER_AT_REST = 0.10;
    private static final Duration WARM_UP_ROUND = Duration.ofSeconds(15);

    private final Contender ours;
    private final Contender baseline;
    private final int rate;
    private final Duration length;
    private final AtomicLong numbers = new AtomicLong(1);
    private int repeated;

    Comparison(Contender ours, Contender baseline, int rate, Duration length) {
        this.ours = ours;
        this.baseline = baseline;
        this.rate = rate;
        this.length = length;
    }

    /// Loads both at once, in rounds, until our compiler has come to rest or for this long: code that is still being
    /// compiled competes with itself for the machine.
    void warmUp(int warmUpRate, Duration atMost, CompilerLoad compiler, Consumer<String> progress) throws IOException {
        long started = System.nanoTime();
        double share = 1;
        while (share > COMPILER_AT_REST && System.nanoTime() - started < atMost.toNanos()) {
            warmUpRound(warmUpRate);
            share = compiler.share();
            progress.accept("warming up: %d s, the compiler uses %.0f %% of a core"
                    .formatted((System.nanoTime() - started) / 1_000_000_000, share * 100));
        }
    }

    private void warmUpRound(int warmUpRate) {
        try (var both = Executors.newFixedThreadPool(2)) {
            for (var contender : List.of(baseline, ours)) {
                both.execute(() -> new BlockRun(contender, warmUpRate, WARM_UP_ROUND, numbers).run());
            }
        }
    }

    OverheadReport run(int pairs, Consumer<String> progress) {
        var oursBlocks = new ArrayList<Block>();
        var baselineBlocks = new ArrayList<Block>();
        for (int pair = 0; pair < pairs; pair++) {
            boolean oursFirst = pair % 2 == 0;
            var first = block(oursFirst ? ours : baseline, pairs);
            var second = block(oursFirst ? baseline : ours, pairs);
            oursBlocks.add(oursFirst ? first : second);
            baselineBlocks.add(oursFirst ? second : first);
            progress.accept("pair %d of %d: %s p50 %.2f ms, %s p50 %.2f ms"
                    .formatted(
                            pair + 1,
                            pairs,
                            ours.name(),
                            oursBlocks.getLast().latencies().millis(50),
                            baseline.name(),
                            baselineBlocks.getLast().latencies().millis(50)));
        }
        return OverheadReport.of(rate, oursBlocks, baselineBlocks, repeated);
    }

    private Block block(Contender contender, int mostRepeats) {
        var block = new BlockRun(contender, rate, length, numbers).run();
        while (block.hiccupP99() > HICCUP_LIMIT_MILLIS && repeated < mostRepeats) {
            repeated++;
            block = new BlockRun(contender, rate, length, numbers).run();
        }
        return block;
    }
}
