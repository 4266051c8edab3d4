package io.parley.lanes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns when the lowest unfinished record of a partition has been the same for long. Belongs to the poll
/// thread.
final class StallWatch<V> {
    private static final Logger log = LoggerFactory.getLogger(StallWatch.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /// Since when, on the scale of nanoTime, a partition has been at an offset, and when that was last warned
    /// about.
    private record Standing(long offset, long since, long warned) {}

    private final Duration stalledAfter;
    private final Totals totals;
    private final Map<OwnedPartition<V>, Standing> standings = new HashMap<>();
    private long lastLook = System.nanoTime();

    StallWatch(Duration stalledAfter, Totals totals) {
        this.stalledAfter = stalledAfter;
        this.totals = totals;
    }

    void look(Collection<OwnedPartition<V>> partitions) {
        long now = System.nanoTime();
        if (now - lastLook < Math.min(LOOK_NANOS, stalledAfter.toNanos())) {
            return;
        }
        lastLook = now;
        standings.keySet().retainAll(partitions);
        for (OwnedPartition<V> partition : partitions) {
            long offset = partition.ledger().lowestUnfinished();
            Standing before = standings.get(partition);
            if (partition.ledger().unfinished() == 0) {
                standings.remove(partition);
            } else if (before == null || before.offset() != offset) {
                standings.put(partition, new Standing(offset, now, now));
            } else if (now - before.warned() >= stalledAfter.toNanos()) {
                standings.put(partition, new Standing(offset, before.since(), now));
                warn(partition, offset, Duration.ofNanos(now - before.since()));
            }
        }
    }

    private void warn(OwnedPartition<V> partition, long offset, Duration standing) {
        log.atWarn()
                .addKeyValue("partition", partition.id())
                .addKeyValue("offset", offset)
                .addKeyValue("standingSeconds", standing.toSeconds())
                .addKeyValue("unfinished", partition.ledger().unfinished())
                .addKeyValue("lanes", partition.lanes())
                .addKeyValue("lanesRetrying", totals.retrying.get())
                .log("partition stalls: its lowest unfinished record stays the same");
    }
}
