package io.parley.egress.routing;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// Which boot holds which slot, as the log of `socket-nodes` says. All times are log times of that topic, so that a
/// consumer that lags can't make anybody look dead.
final class SlotHolders {

    static final String STORE = "slot-holders";

    /// Under this number stands the newest log time of the topic.
    static final int CLOCK = -1;

    /// A node gives its slot up by itself when it could not say for 7 s that it lives.
    static final Duration SILENT = Duration.ofSeconds(30);

    private final ReadOnlyKeyValueStore<Integer, Holder> rows;

    private SlotHolders(ReadOnlyKeyValueStore<Integer, Holder> rows) {
        this.rows = rows;
    }

    static SlotHolders of(ProcessorContext<?, ?> context) {
        KeyValueStore<Integer, Holder> rows = context.getStateStore(STORE);
        return new SlotHolders(rows);
    }

    static StoreBuilder<KeyValueStore<Integer, Holder>> store() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Integer(), Holder.SERDE)
                .withLoggingDisabled();
    }

    /// Whether nobody listens any more.
    ///
    /// @param heardAt log time at which the boot was last heard of, by whatever way
    boolean isDead(int slot, String boot, long heardAt) {
        var holder = get(slot);
        if (holder == null) {
            return false;
        }
        if (!holder.boot().equals(boot)) {
            // Another boot, which the log of nodes may not have shown yet, is taken for alive.
            return boot.equals(holder.former()) || heardAt <= holder.since();
        }
        var clock = get(CLOCK);
        return holder.released() || (clock != null && clock.lastSeen() - holder.lastSeen() > SILENT.toMillis());
    }

    private @Nullable Holder get(int slot) {
        return rows.get(slot);
    }

    /// Who holds a slot.
    ///
    /// @param former the boot before, or empty
    /// @param since log time of its first claim or heartbeat
    /// @param lastSeen log time of its last one
    record Holder(String boot, String former, long since, long lastSeen, boolean released) {

        static final Serde<Holder> SERDE = Rows.serde(
                (holder, out) -> {
                    out.writeUTF(holder.boot);
                    out.writeUTF(holder.former);
                    out.writeLong(holder.since);
                    out.writeLong(holder.lastSeen);
                    out.writeBoolean(holder.released);
                },
                in -> new Holder(in.readUTF(), in.readUTF(), in.readLong(), in.readLong(), in.readBoolean()));
    }
}
