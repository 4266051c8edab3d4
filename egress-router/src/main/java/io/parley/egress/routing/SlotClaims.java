package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.egress.routing.SlotHolders.Holder;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topic;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The nodes' claims and heartbeats enter, the slots' holders are kept: the first unexpired claim in log order holds.
/// What can't be read is counted and left out; nothing can be sent from here.
final class SlotClaims implements Processor<byte[], byte[], Void, Void> {

    /// A claim wins over a holder that has been silent for longer.
    static final Duration EXPIRES = Duration.ofSeconds(10);

    private final AvroWire<SocketNode> wire = new AvroWire<>(SocketNode.class);
    private final MeterRegistry meters;
    private @Nullable KeyValueStore<Integer, Holder> store;

    SlotClaims(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(SlotHolders.STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var rows = Objects.requireNonNull(store);
        tick(rows, record.timestamp());
        try {
            var said = record.value() == null ? null : wire.decode(record.value());
            if (said != null && isUnderstood(said)) {
                apply(rows, said, record.timestamp());
            }
        } catch (UndecodableRecord e) {
            meters.counter("parley.dead.letters", "topic", Topics.SOCKET_NODES, "reason", "undecodable")
                    .increment();
        }
    }

    /// A newer version may know more slots and events.
    private static boolean isUnderstood(SocketNode said) {
        return said.getSlot() >= 0 && said.getSlot() < Topic.SLOTS && said.getEvent() != NodeEvent.UNKNOWN;
    }

    private static void tick(KeyValueStore<Integer, Holder> rows, long at) {
        var clock = rows.get(SlotHolders.CLOCK);
        if (clock == null || clock.lastSeen() < at) {
            rows.put(SlotHolders.CLOCK, new Holder("", "", at, at, false));
        }
    }

    private static void apply(KeyValueStore<Integer, Holder> rows, SocketNode said, long at) {
        var holder = rows.get(said.getSlot());
        boolean mine = holder != null && holder.boot().equals(said.getBootId());
        if (said.getEvent() == NodeEvent.RELEASE) {
            if (mine) {
                rows.put(said.getSlot(), new Holder(holder.boot(), holder.former(), holder.since(), at, true));
            }
        } else if (mine) {
            rows.put(said.getSlot(), new Holder(holder.boot(), holder.former(), holder.since(), at, false));
        } else if (holder == null || holder.released() || at - holder.lastSeen() > EXPIRES.toMillis()) {
            var former = holder == null ? "" : holder.boot();
            rows.put(said.getSlot(), new Holder(said.getBootId(), former, at, at, false));
        }
    }
}
