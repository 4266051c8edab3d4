package io.parley.bench.sockets;

import io.parley.bench.load.Completeness;
import io.parley.bench.measure.Aim;
import io.parley.bench.measure.Quantiles;
import io.parley.bench.measure.Ratio;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What `bench slow-readers` says.
///
/// @param toAlone of the readers' p99 beside clients that never read to that without any others
/// @param toReading the same to that beside as many others that read
record SlowReadersReport(
        int readers, int neighbours, List<Block> blocks, Ratio toAlone, Ratio toReading, Completeness completeness)
        implements Experiment.Report {

    private static final double PROMISED_RATIO = 1.5;

    /// Who else is there.
    enum Neighbours {
        NONE,
        READING,
        STUCK
    }

    /// @param waits of the readers, from the writing of an entry
    /// @param mostResidentMegabytes of the node
    record Block(Neighbours neighbours, Quantiles waits, double mostResidentMegabytes) {

        String text() {
            return "%-8s  p50 %7.1f ms   p99 %7.1f ms   longest %7.1f ms   of %6d   node %5.0f MB"
                    .formatted(
                            neighbours.name().toLowerCase(Locale.ROOT),
                            waits.p50(),
                            waits.p99(),
                            waits.max(),
                            waits.count(),
                            mostResidentMegabytes);
        }
    }

    static SlowReadersReport of(int readers, int neighbours, List<Block> blocks, Completeness completeness) {
        return new SlowReadersReport(
                readers,
                neighbours,
                List.copyOf(blocks),
                ratio(blocks, Neighbours.NONE),
                ratio(blocks, Neighbours.READING),
                completeness);
    }

    private static Ratio ratio(List<Block> blocks, Neighbours baseline) {
        var stuck = p99(blocks, Neighbours.STUCK);
        var others = p99(blocks, baseline);
        return Ratio.of(IntStream.range(0, stuck.size())
                .mapToObj(i -> stuck.get(i) / others.get(i))
                .toList());
    }

    Aim aim() {
        return new Aim("p99 beside clients that never read, to p99 without them", toAlone.median(), PROMISED_RATIO);
    }

    private double memory(Neighbours kind) {
        return blocks.stream()
                .filter(block -> block.neighbours() == kind)
                .mapToDouble(Block::mostResidentMegabytes)
                .max()
                .orElse(0);
    }

    private static List<Double> p99(List<Block> blocks, Neighbours kind) {
        return blocks.stream()
                .filter(block -> block.neighbours() == kind)
                .map(block -> block.waits().p99())
                .toList();
    }

    @Override
    public boolean isWhole() {
        return completeness.isWhole();
    }

    @Override
    public String text() {
        var text = new StringBuilder("%d readers, beside nobody, %d that read, %d that never read%n"
                .formatted(readers, neighbours, neighbours));
        blocks.forEach(block -> text.append(block.text()).append('\n'));
        return text.append(line("without them", toAlone))
                .append(line("beside readers", toReading))
                .append(aim().text())
                .append(
                        "the node's memory, at most: %.0f MB alone, %.0f beside readers, %.0f beside clients that never read%n"
                                .formatted(
                                        memory(Neighbours.NONE), memory(Neighbours.READING), memory(Neighbours.STUCK)))
                .append(completeness.text())
                .toString();
    }

    private static String line(String baseline, Ratio ratio) {
        return "p99 beside clients that never read, to p99 %s: %.2f (95 %%: %.2f to %.2f)%n"
                .formatted(baseline, ratio.median(), ratio.low(), ratio.high());
    }
}
