package io.parley.bench.load;

import io.parley.bench.measure.Latencies;
import java.util.HashMap;
import java.util.Map;

/// Counts what the sockets of this process see. Used by one thread.
final class Counts {

    private final Map<Integer, Integer> closes = new HashMap<>();
    private final Latencies waits = new Latencies();
    private final Latencies backTimes = new Latencies();
    private final Latencies absences = new Latencies();
    private long entries;
    private long repeats;
    private long gaps;
    private long firstNanos;
    private long lastNanos;
    private int backs;
    private int refusals;

    void entry(long writtenNanos, long nanos) {
        entries++;
        firstNanos = firstNanos == 0 ? nanos : firstNanos;
        lastNanos = nanos;
        waits.record(writtenNanos, nanos);
    }

    void repeat() {
        repeats++;
    }

    void gap() {
        gaps++;
    }

    void back(long lostNanos, long attemptNanos, long nanos) {
        backs++;
        backTimes.record(attemptNanos, nanos);
        absences.record(lostNanos, nanos);
    }

    void closed(int code) {
        closes.merge(code, 1, Integer::sum);
    }

    void refused() {
        refusals++;
    }

    long entries() {
        return entries;
    }

    int backs() {
        return backs;
    }

    Tally tally(int live) {
        return new Tally(
                live,
                entries,
                repeats,
                gaps,
                firstNanos,
                lastNanos,
                waits.encoded(),
                backs,
                backTimes.encoded(),
                absences.encoded(),
                Map.copyOf(closes),
                refusals);
    }
}
