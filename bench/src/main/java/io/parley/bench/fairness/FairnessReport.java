package io.parley.bench.fairness;

import io.parley.bench.measure.Ratio;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What `bench fairness` says; times in milliseconds.
///
/// @param waiting how many conversations of the other tenant were to wait
/// @param modelMillis that each answer takes at least
/// @param p50Ratio of the first answers beside the crowd to those without it
record FairnessReport(int waiting, int modelMillis, List<Pair> pairs, Ratio p50Ratio, Ratio p90Ratio) {

    /// @param waiting how many conversations of the other tenant waited, when the fewest did
    record Pair(Visitors.Block alone, Visitors.Block beside, int waiting) {

        String text() {
            return "first answer p50 %.1f ms alone, %.1f ms beside %d waiting conversations"
                    .formatted(alone.p50(), beside.p50(), waiting);
        }
    }

    static FairnessReport of(int waiting, int modelMillis, List<Pair> pairs) {
        return new FairnessReport(
                waiting,
                modelMillis,
                List.copyOf(pairs),
                ratio(pairs, Visitors.Block::p50),
                ratio(pairs, Visitors.Block::p90));
    }

    private static Ratio ratio(List<Pair> pairs, ToDoubleFunction<Visitors.Block> figure) {
        return Ratio.of(pairs.stream()
                .map(pair -> figure.applyAsDouble(pair.beside()) / figure.applyAsDouble(pair.alone()))
                .toList());
    }

    String text() {
        var lines = new StringBuilder("                waiting  visitors  lost   p50 ms   p90 ms   max ms\n");
        for (var pair : pairs) {
            lines.append(row("alone", 0, pair.alone())).append(row("beside crowd", pair.waiting(), pair.beside()));
        }
        if (pairs.stream().anyMatch(pair -> pair.waiting() < waiting)) {
            lines.append("fewer conversations waited than were asked for\n");
        }
        if (pairs.stream().anyMatch(pair -> pair.alone().lost() + pair.beside().lost() > 0)) {
            lines.append("visitors went without an answer: these times count for nothing\n");
        }
        return lines.append("ratio of p50: %.2f (95 %%: %.2f to %.2f)%n"
                        .formatted(p50Ratio.median(), p50Ratio.low(), p50Ratio.high()))
                .append("ratio of p90: %.2f (95 %%: %.2f to %.2f)%n"
                        .formatted(p90Ratio.median(), p90Ratio.low(), p90Ratio.high()))
                .toString();
    }

    private static String row(String name, int waiting, Visitors.Block block) {
        return "%-14s %8d %9d %5d %8.1f %8.1f %8.1f%n"
                .formatted(name, waiting, block.visitors(), block.lost(), block.p50(), block.p90(), block.max());
    }
}
