package io.parley.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which offsets of a partition are unfinished, during one ownership of the partition.
///
/// Only the unfinished ones are kept: an offset below [#next] that is not among them is finished (or never
/// existed). All methods may be called from any thread.
final class OffsetLedger {
    /// What is to be committed: the lowest unfinished offset, and the finished ones beyond it as metadata.
    record Commit(long offset, String metadata) {}

    enum Known {
        NEW,
        UNFINISHED,
        FINISHED
    }

    private static final long NOWHERE = -1;

    private final TreeSet<Long> unfinished = new TreeSet<>();
    /// Finished ranges that the committed metadata named, start to end (exclusive).
    private final TreeMap<Long, Long> finishedBefore = new TreeMap<>();
    private long next = NOWHERE;
    private boolean begun;
    private boolean closed;

    /// A ledger for a partition without a committed offset.
    OffsetLedger() {}

    /// A ledger that goes on where the commit stands.
    OffsetLedger(Commit committed) {
        next = committed.offset();
        RunLengths.decode(committed.offset(), committed.metadata())
                .forEach(range -> finishedBefore.put(range.start(), range.end()));
    }

    /// Notes an offset that was read; offsets come in ascending order, or again.
    synchronized Known track(long offset) {
        if (!begun) {
            begin(offset);
        }
        if (offset < next) {
            return unfinished.contains(offset) ? Known.UNFINISHED : Known.FINISHED;
        }
        next = offset + 1;
        boolean finished = isFinishedBefore(offset);
        finishedBefore.headMap(next).values().removeIf(end -> end <= next);
        if (!finished) {
            unfinished.add(offset);
        }
        return finished ? Known.FINISHED : Known.NEW;
    }

    /// A log that begins anew below the committed offset is another log: what was known does not hold.
    private void begin(long offset) {
        begun = true;
        if (offset < next) {
            next = offset;
            finishedBefore.clear();
        }
    }

    private boolean isFinishedBefore(long offset) {
        var range = finishedBefore.floorEntry(offset);
        return range != null && offset < range.getValue();
    }

    /// True if the offset was unfinished and now counts as finished; always false once closed.
    synchronized boolean finish(long offset) {
        return !closed && unfinished.remove(offset);
    }

    /// Ends the ownership: whatever is finished from here on does not count.
    synchronized void close() {
        closed = true;
    }

    /// What may be committed now; an offset below zero says that nothing is known yet.
    synchronized Commit commit() {
        long base = lowestUnfinished();
        return new Commit(base, base == NOWHERE ? "" : RunLengths.encode(base, finishedBeyond(base)));
    }

    /// Where a commit would stand.
    synchronized long lowestUnfinished() {
        return unfinished.isEmpty() ? next : unfinished.first();
    }

    /// One beyond the highest offset that was read.
    synchronized long next() {
        return next;
    }

    synchronized int unfinished() {
        return unfinished.size();
    }

    private List<RunLengths.Range> finishedBeyond(long base) {
        List<RunLengths.Range> ranges = new ArrayList<>();
        long from = base;
        for (long offset : unfinished) {
            add(ranges, from, offset);
            from = offset + 1;
        }
        add(ranges, from, next);
        finishedBefore.forEach((start, end) -> add(ranges, Math.max(start, next), end));
        return ranges;
    }

    private static void add(List<RunLengths.Range> ranges, long start, long end) {
        if (start < end) {
            ranges.add(new RunLengths.Range(start, end));
        }
    }
}
