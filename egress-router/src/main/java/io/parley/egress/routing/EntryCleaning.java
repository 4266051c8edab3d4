package io.parley.egress.routing;

import io.parley.egress.routing.EntryLog.Head;
import io.parley.egress.routing.EntryLog.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Walks through the entry log in small steps and removes what is too old. An entry stays for 3 days, a log's last 50
/// entries for as long as the topic keeps them.
final class EntryCleaning {

    static final Duration KEPT = Duration.ofDays(3);
    static final Duration KEPT_AT_MOST = Duration.ofDays(30);
    static final int KEPT_AT_LEAST = 50;

    /// Rows looked at in one step; a step holds the task up for some milliseconds.
    static final int STEP = 1_000;

    private final KeyValueStore<String, StoredEntry> entries;
    private final KeyValueStore<String, Placed> replies;
    private final KeyValueStore<String, Head> heads;
    private String next = "";

    EntryCleaning(
            KeyValueStore<String, StoredEntry> entries,
            KeyValueStore<String, Placed> replies,
            KeyValueStore<String, Head> heads) {
        this.entries = entries;
        this.replies = replies;
        this.heads = heads;
    }

    static EntryCleaning of(ProcessorContext<?, ?> context) {
        return new EntryCleaning(
                context.getStateStore(EntryLog.ENTRIES),
                context.getStateStore(EntryLog.REPLIES),
                context.getStateStore(EntryLog.HEADS));
    }

    /// Makes one step and goes on where the last one ended.
    ///
    /// @param now epoch milliseconds
    void clean(long now) {
        int work = STEP;
        while (work > 0) {
            var log = oldest(next, work, now);
            if (log.isEmpty()) {
                next = "";
                return;
            }
            work -= log.size();
            work -= cleanLog(log, now);
        }
    }

    /// The first rows of the first log from this key on, as long as they are old, but at least one.
    private List<KeyValue<String, StoredEntry>> oldest(String from, int limit, long now) {
        var found = new ArrayList<KeyValue<String, StoredEntry>>();
        try (var rows = entries.range(from, null)) {
            while (found.size() < limit && rows.hasNext()) {
                var row = rows.next();
                if (!found.isEmpty() && !log(row.key).equals(log(found.getFirst().key))) {
                    break;
                }
                found.add(row);
                if (!isOlder(row, KEPT, now)) {
                    break;
                }
            }
        }
        return found;
    }

    /// Returns how many further rows it looked at.
    private int cleanLog(List<KeyValue<String, StoredEntry>> oldest, long now) {
        var log = log(oldest.getFirst().key);
        next = log + '\1';
        if (!isOlder(oldest.getFirst(), KEPT, now)) {
            return 0;
        }
        var guarded = firstGuarded(log);
        for (var row : oldest) {
            boolean guards = row.key.compareTo(guarded) >= 0;
            if (!isOlder(row, guards ? KEPT_AT_MOST : KEPT, now)) {
                return KEPT_AT_LEAST;
            }
            remove(row);
            next = row.key;
        }
        return KEPT_AT_LEAST;
    }

    /// Key of the oldest of the last 50.
    private String firstGuarded(String log) {
        var first = log;
        try (KeyValueIterator<String, StoredEntry> rows = entries.reverseRange(log + '\0', log + '\1')) {
            for (int i = 0; i < KEPT_AT_LEAST && rows.hasNext(); i++) {
                first = rows.next().key;
            }
        }
        return first;
    }

    private void remove(KeyValue<String, StoredEntry> row) {
        entries.delete(row.key);
        var log = log(row.key);
        var replyKey = log + '\0' + row.value.replyId();
        var placed = replies.get(replyKey);
        if (placed != null && isAt(row, placed.offset())) {
            replies.delete(replyKey);
        }
        var head = heads.get(log);
        if (head != null && isAt(row, head.offset())) {
            heads.delete(log);
        }
    }

    private static boolean isAt(KeyValue<String, StoredEntry> row, long offset) {
        return row.key.endsWith(HexFormat.of().toHexDigits(offset));
    }

    private static boolean isOlder(KeyValue<String, StoredEntry> row, Duration age, long now) {
        return now - row.value.at() > age.toMillis();
    }

    /// Client and incarnation of a row.
    private static String log(String key) {
        return key.substring(0, key.lastIndexOf('\0'));
    }
}
