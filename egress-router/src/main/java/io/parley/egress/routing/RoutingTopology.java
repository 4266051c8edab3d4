package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// Joins what is said to a client with where its sockets are. For each client one task decides, because its topics are
/// co-partitioned; whatever the task remembers stands in its stores, so that processing a record twice gives the same
/// outputs with the same positions.
public final class RoutingTopology {

    static final String TO_WEB = "to-web";
    static final String TO_CHANNELS = "to-channels";
    static final String TO_SYSTEM_EVENTS = "to-system-events";
    private static final String ENTRIES = "entries";
    private static final String PROGRESS = "progress";
    private static final String SESSIONS = "sessions";

    private RoutingTopology() {}

    /// The topology of one installation.
    ///
    /// @param incarnation id of the topic agent-replies, part of every position
    /// @param kinds the kinds of channel
    /// @param meters where records that are dropped or dead-lettered are counted
    public static Topology build(String incarnation, Kinds kinds, MeterRegistry meters) {
        return build(incarnation, kinds, meters, Stores::persistentKeyValueStore);
    }

    static Topology build(
            String incarnation,
            Kinds kinds,
            MeterRegistry meters,
            Function<String, KeyValueBytesStoreSupplier> storage) {
        var topology = new Topology();
        // A lost offset must not send a month of replies again. Signs and sessions are short-lived and repeat
        // harmlessly.
        intake(topology, AutoOffsetReset.none(), Topics.AGENT_REPLIES, Intake.entries(ENTRIES, kinds.all(), meters));
        intake(topology, AutoOffsetReset.earliest(), Topics.TURN_PROGRESS, Intake.progress(PROGRESS, meters));
        intake(topology, AutoOffsetReset.earliest(), Topics.SOCKET_SESSIONS, Intake.sessions(SESSIONS, meters));
        topology.addProcessor(ENTRIES, () -> new Entries(incarnation, meters), checked(Topics.AGENT_REPLIES));
        topology.addProcessor(PROGRESS, () -> new Progress(kinds), checked(Topics.TURN_PROGRESS));
        topology.addProcessor(SESSIONS, () -> new Sessions(incarnation, meters), checked(Topics.SOCKET_SESSIONS));
        stores(topology, meters, storage);
        sinks(topology);
        return topology;
    }

    private static void intake(
            Topology topology,
            AutoOffsetReset reset,
            String topic,
            ProcessorSupplier<byte[], byte[], Object, Object> check) {
        var bytes = new ByteArrayDeserializer();
        topology.addSource(reset, topic, bytes, bytes, topic);
        topology.addProcessor(checked(topic), check, topic);
        var plain = new ByteArraySerializer();
        topology.addSink(dead(topic), Topics.dead(topic), plain, plain, checked(topic));
    }

    private static void stores(
            Topology topology, MeterRegistry meters, Function<String, KeyValueBytesStoreSupplier> storage) {
        topology.addStateStore(EntryLog.entriesStore(storage), ENTRIES, SESSIONS);
        topology.addStateStore(EntryLog.repliesStore(storage), ENTRIES, SESSIONS);
        topology.addStateStore(EntryLog.headsStore(storage), ENTRIES, SESSIONS);
        topology.addStateStore(EntryLog.workedStore(), ENTRIES, SESSIONS);
        topology.addStateStore(Sockets.store(storage), ENTRIES, PROGRESS, SESSIONS);
        topology.addStateStore(RunningTurns.builder(), ENTRIES, PROGRESS, SESSIONS);
        var bytes = new ByteArrayDeserializer();
        topology.addGlobalStore(
                SlotHolders.store(),
                Topics.SOCKET_NODES,
                bytes,
                bytes,
                Topics.SOCKET_NODES,
                "claims",
                () -> new SlotClaims(meters));
    }

    private static void sinks(Topology topology) {
        var text = new StringSerializer();
        var outbound = new AvroSerializer<>(Outbound.class);
        // No multicast: every slot's record names the boot that holds it.
        topology.addSink(
                TO_WEB,
                Topics.outbound(Topics.WEB),
                text,
                outbound,
                RoutingTopology::ofSlot,
                ENTRIES,
                PROGRESS,
                SESSIONS);
        topology.addSink(
                TO_CHANNELS,
                (client, record, context) -> Topics.outbound(record.getChannel()),
                text,
                outbound,
                RoutingTopology::ofAccount,
                ENTRIES,
                PROGRESS);
        topology.addSink(
                TO_SYSTEM_EVENTS,
                Topics.SYSTEM_EVENTS,
                text,
                new AvroSerializer<>(SystemEvent.class),
                checked(Topics.AGENT_REPLIES),
                checked(Topics.TURN_PROGRESS),
                checked(Topics.SOCKET_SESSIONS));
    }

    private static Optional<Set<Integer>> ofSlot(String topic, String client, Outbound record, int partitions) {
        return Optional.of(Set.of(record.getSlot()));
    }

    private static Optional<Set<Integer>> ofAccount(String topic, String client, Outbound record, int partitions) {
        return Optional.of(Set.of(Partitioning.forAccount(record.getTenant(), record.getChannelAccount(), partitions)));
    }

    private static String checked(String topic) {
        return "check-" + topic;
    }

    static String dead(String topic) {
        return "dead-" + topic;
    }
}
