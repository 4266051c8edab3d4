package io.parley.bench.load;

import io.parley.bench.measure.Latencies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a load process has seen since the last reset; but `live`, which is so now.
///
/// @param live sockets that have all that is older
/// @param entries frames of entries, repeated ones too
/// @param repeats entries that their client had seen already
/// @param gaps entries that did not follow on
/// @param firstNanos when the first entry came
/// @param lastNanos when the last one came
/// @param waits from the writing of an entry to its client, as [Latencies#encoded]
/// @param backs clients that lost their socket and are live again
/// @param backTimes from a client's own first attempt to being live, as [Latencies#encoded]
/// @param absences from the loss to being live, as [Latencies#encoded]
/// @param closes close code → how many; 1006 for a lost connection
public record Tally(
        int live,
        long entries,
        long repeats,
        long gaps,
        long firstNanos,
        long lastNanos,
        String waits,
        int backs,
        String backTimes,
        String absences,
        Map<Integer, Integer> closes,
        int refusals) {

    /// Several processes' together.
    public static Tally sum(List<Tally> all) {
        return all.stream().reduce(Tally::plus).orElseThrow();
    }

    private Tally plus(Tally other) {
        return new Tally(
                live + other.live,
                entries + other.entries,
                repeats + other.repeats,
                gaps + other.gaps,
                firstNanos == 0 || (other.firstNanos != 0 && other.firstNanos < firstNanos)
                        ? other.firstNanos
                        : firstNanos,
                Math.max(lastNanos, other.lastNanos),
                Latencies.sum(waits, other.waits),
                backs + other.backs,
                Latencies.sum(backTimes, other.backTimes),
                Latencies.sum(absences, other.absences),
                sum(closes, other.closes),
                refusals + other.refusals);
    }

    private static Map<Integer, Integer> sum(Map<Integer, Integer> one, Map<Integer, Integer> other) {
        var all = new HashMap<>(one);
        other.forEach((code, count) -> all.merge(code, count, Integer::sum));
        return all;
    }

    /// From the first entry to the last.
    public double seconds() {
        return (lastNanos - firstNanos) / 1e9;
    }
}
