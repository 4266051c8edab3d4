package io.parley.egress.routing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.Positions;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// What was said to each client of this task, in order: one row an entry, one row a reply_id, and one row a
/// client with its newest entry.
///
/// A crash may leave rows that are ahead of the record being processed. Hence nothing is taken from a running
/// head: the entry before is looked up below the own offset, and a reply_id is a duplicate only if it stands
/// at a lower offset. Only who says to have seen exactly the newest entry is believed by that row alone: were
/// it behind, what is missing would be worked off again and come as something new.
final class EntryLog {

    static final String ENTRIES = "entries";
    static final String REPLIES = "replies";
    static final String WORKED = "worked";
    static final String HEADS = "heads";

    /// History for a client whose position is of no use and who asked for none.
    static final int DEFAULT_HISTORY = 50;

    private static final int MAX_HISTORY = 100;
    private static final long NONE = -1;
    private static final Serde<Placed> PLACED = Rows.serde(
            (placed, out) -> {
                out.writeLong(placed.offset());
                out.writeLong(placed.previous());
            },
            in -> new Placed(in.readLong(), in.readLong()));

    private static final Serde<Head> HEAD = Rows.serde(
            (head, out) -> {
                out.writeLong(head.offset());
                out.writeLong(head.at());
            },
            in -> new Head(in.readLong(), in.readLong()));

    private final String incarnation;
    private final KeyValueStore<String, StoredEntry> entries;
    private final KeyValueStore<String, Placed> replies;
    private final KeyValueStore<String, Long> worked;
    private final KeyValueStore<String, Head> heads;
    private final Counter reads;

    private EntryLog(
            String incarnation,
            KeyValueStore<String, StoredEntry> entries,
            KeyValueStore<String, Placed> replies,
            KeyValueStore<String, Long> worked,
            KeyValueStore<String, Head> heads,
            Counter reads) {
        this.incarnation = incarnation;
        this.entries = entries;
        this.replies = replies;
        this.worked = worked;
        this.heads = heads;
        this.reads = reads;
    }

    /// The log in the context's stores.
    ///
    /// @param meters where it is counted how often a log is read for a resume, as
    /// `parley_router_log_reads_total`
    static EntryLog of(ProcessorContext<?, ?> context, String incarnation, MeterRegistry meters) {
        return new EntryLog(
                incarnation,
                context.getStateStore(ENTRIES),
                context.getStateStore(REPLIES),
                context.getStateStore(WORKED),
                context.getStateStore(HEADS),
                meters.counter("parley.router.log.reads"));
    }

    static StoreBuilder<KeyValueStore<String, StoredEntry>> entriesStore(
            Function<String, KeyValueBytesStoreSupplier> storage) {
        return store(storage.apply(ENTRIES), StoredEntry.SERDE);
    }

    static StoreBuilder<KeyValueStore<String, Placed>> repliesStore(
            Function<String, KeyValueBytesStoreSupplier> storage) {
        return store(storage.apply(REPLIES), PLACED);
    }

    static StoreBuilder<KeyValueStore<String, Head>> headsStore(Function<String, KeyValueBytesStoreSupplier> storage) {
        return store(storage.apply(HEADS), HEAD);
    }

    /// The offset of the last entry that this task has worked off since it started. Not restored, since after a crash
    /// it has to be behind what comes again.
    static StoreBuilder<KeyValueStore<String, Long>> workedStore() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(WORKED), Serdes.String(), Serdes.Long())
                .withLoggingDisabled();
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(KeyValueBytesStoreSupplier storage, Serde<T> rows) {
        return Stores.keyValueStoreBuilder(storage, Serdes.String(), rows)
                .withCachingEnabled()
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * Intake.MAX_BYTES)));
    }

    /// Gives an entry its place. The same entry at the same offset gets the same place again; the same reply_id at a
    /// later offset gets none.
    ///
    /// @param at log time, in epoch milliseconds
    Optional<Placed> append(AgentReply entry, long offset, long at) {
        worked.put(WORKED, offset);
        var client = entry.getClientId();
        var replyKey = replyKey(client, entry.getReplyId());
        var known = replies.get(replyKey);
        if (known != null && known.offset() < offset) {
            return Optional.empty();
        }
        var placed = known != null && known.offset() == offset ? known : new Placed(offset, before(client, offset));
        entries.put(key(client, offset), StoredEntry.of(entry, placed.previous(), at));
        replies.put(replyKey, placed);
        heads.put(headKey(client), new Head(offset, at));
        return Optional.of(placed);
    }

    /// What a connection needs that has seen everything up to `after`. One that asks for nothing gets what
    /// was said since it opened, and counts as recovered: nothing that it had seen is missing. Who lacks
    /// nothing costs one look-up.
    ///
    /// @param openedAt log time of its OPEN, in epoch milliseconds
    Resume resume(String client, @Nullable String after, int history, long openedAt) {
        int wanted = Math.clamp(history, 0, MAX_HISTORY);
        var position = Positions.parse(Objects.requireNonNullElse(after, ""))
                .filter(known -> known.getIncarnation().equals(incarnation));
        var head = heads.get(headKey(client));
        long headOffset = head == null ? NONE : head.offset();
        boolean lacksNothing = after == null
                ? head != null && wanted == 0 && head.at() < openedAt
                : position.filter(seen -> seen.getOffset() == headOffset).isPresent();
        if (lacksNothing) {
            return new Resume(List.of(), true, position(headOffset));
        }
        reads.increment();
        if (after == null) {
            return new Resume(newest(client, wanted, openedAt), true, head(client));
        }
        return position.flatMap(seen -> follow(client, seen))
                .orElseGet(() -> new Resume(
                        newest(client, wanted == 0 ? DEFAULT_HISTORY : wanted, openedAt), false, head(client)));
    }

    /// Empty when entries after the position are no longer kept. A position ahead of all that is stored is one that a
    /// crash has taken back for a moment: its entries come again and were seen.
    private Optional<Resume> follow(String client, Position seen) {
        var newer = between(client, seen.getOffset() + 1, Long.MAX_VALUE);
        if (newer.isEmpty()) {
            boolean kept = head(client) != null || isAhead(seen);
            return kept ? Optional.of(new Resume(newer, true, seen)) : Optional.empty();
        }
        boolean follows = newer.getFirst().row().previous() <= seen.getOffset();
        return follows ? Optional.of(new Resume(newer, true, head(client))) : Optional.empty();
    }

    private boolean isAhead(Position position) {
        var last = worked.get(WORKED);
        return last == null || last < position.getOffset();
    }

    /// The last `count` entries, and more if they are not older than `since`.
    private List<Entry> newest(String client, int count, long since) {
        var found = new ArrayDeque<Entry>();
        try (var rows = backwards(client, Long.MAX_VALUE)) {
            while (rows.hasNext()) {
                var row = rows.next();
                if (found.size() >= count && row.value.at() < since) {
                    break;
                }
                found.addFirst(new Entry(offset(row.key), row.value));
            }
        }
        return List.copyOf(found);
    }

    private List<Entry> between(String client, long from, long to) {
        var found = new ArrayList<Entry>();
        try (var rows = entries.range(key(client, from), key(client, to))) {
            rows.forEachRemaining(row -> found.add(new Entry(offset(row.key), row.value)));
        }
        return found;
    }

    private @Nullable Position head(String client) {
        long head = before(client, Long.MAX_VALUE);
        return head == NONE ? null : position(head);
    }

    private long before(String client, long offset) {
        if (offset == 0) {
            return NONE;
        }
        try (var rows = backwards(client, offset - 1)) {
            return rows.hasNext() ? offset(rows.next().key) : NONE;
        }
    }

    private KeyValueIterator<String, StoredEntry> backwards(String client, long from) {
        return entries.reverseRange(key(client, 0), key(client, from));
    }

    @Nullable
    Position position(long offset) {
        return offset == NONE ? null : new Position(incarnation, offset);
    }

    private String key(String client, long offset) {
        return Rows.key(client, incarnation + '\0' + HexFormat.of().toHexDigits(offset));
    }

    private String headKey(String client) {
        return Rows.key(client, incarnation);
    }

    private String replyKey(String client, String replyId) {
        return Rows.key(client, incarnation + '\0' + replyId);
    }

    private static long offset(String key) {
        return HexFormat.fromHexDigitsToLong(key, key.length() - 16, key.length());
    }

    /// An entry's offset and that of the client's entry before it, or -1.
    record Placed(long offset, long previous) {}

    /// A client's newest entry: its offset, and its log time in epoch milliseconds.
    record Head(long offset, long at) {}

    /// A stored entry.
    record Entry(long offset, StoredEntry row) {}

    /// Entries to send, oldest first.
    ///
    /// @param recovered whether everything after the position asked for is among them
    /// @param head position from which on the connection follows by itself
    record Resume(
            List<Entry> entries,
            boolean recovered,
            @Nullable Position head) {}
}
