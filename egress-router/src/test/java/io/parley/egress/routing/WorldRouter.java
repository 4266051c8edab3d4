package io.parley.egress.routing;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SocketSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;

/// The router of a [RandomWorld], with the logs that it reads and the partitions that it writes.
///
/// It may die between two commits. Then it begins again behind the last one, each of its stores as it was, or as it was
/// at the commit; what it wrote since then may be lost, or come late, as from a process that was paused and wakes when
/// another one has taken over.
final class WorldRouter implements AutoCloseable {

    private final Random random;
    private final Path state;
    private final List<Logged<AgentReply>> entries = new ArrayList<>();
    private final List<Logged<SocketSession>> sessions = new ArrayList<>();
    private final List<Logged<NodeSaid>> nodes = new ArrayList<>();
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private Instant now = RoutingFixture.START;
    private RoutingFixture fixture;
    private int restarts;
    private int worked;
    private int workedSessions;
    private int workedNodes;
    private int committed;
    private int committedSessions;
    private Map<String, Map<Object, Object>> committedRows = new HashMap<>();
    /// What a paused one has put into the changelogs behind its successor's back.
    private Map<String, Map<Object, Object>> lateRows = new HashMap<>();

    /// A record with its log time.
    record Logged<T>(T value, Instant at) {}

    /// A record of `socket-nodes`.
    private record NodeSaid(int slot, String boot, NodeEvent event) {}

    /// A partition of `outbound.web`.
    static final class Partition {
        private final List<Outbound> records = new ArrayList<>();
        private final Deque<Outbound> late = new ArrayDeque<>();
        private int unflushed;
        private int read;

        int end() {
            return records.size();
        }

        Outbound read(int place) {
            read = Math.max(read, place + 1);
            return records.get(place);
        }
    }

    WorldRouter(Random random, Path state) {
        this.random = random;
        this.state = state;
        fixture = new RoutingFixture(state.resolve("0"));
    }

    List<Logged<AgentReply>> entries() {
        return entries;
    }

    Partition partition(int slot) {
        return partitions.computeIfAbsent(slot, s -> new Partition());
    }

    /// Returns the offset.
    long append(AgentReply entry) {
        entries.add(new Logged<>(entry, tick()));
        return entries.size() - 1L;
    }

    void append(SocketSession session) {
        sessions.add(new Logged<>(session, tick()));
    }

    void append(int slot, String boot, NodeEvent event) {
        nodes.add(new Logged<>(new NodeSaid(slot, boot, event), tick()));
    }

    /// How long ago an entry was written.
    Duration age(long offset) {
        return Duration.between(entries.get((int) offset).at, now);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /// Much time passes, in which the router commits and cleans up.
    void age(Duration time) {
        pass(time);
        fixture.pass(time);
        take();
        commit();
    }

    void workNodes() {
        while (workedNodes < nodes.size()) {
            next(nodes.get(workedNodes++), this::heed);
        }
    }

    /// Works on records of any log, in the order of each.
    void work(int records) {
        for (int i = 0; i < records; i++) {
            var possible = new ArrayList<Runnable>();
            if (worked < entries.size()) {
                possible.add(() -> next(entries.get(worked++), fixture::say));
            }
            if (workedSessions < sessions.size()) {
                possible.add(() ->
                        next(sessions.get(workedSessions++), said -> fixture.session(SocketSession.newBuilder(said))));
            }
            if (workedNodes < nodes.size()) {
                possible.add(() -> next(nodes.get(workedNodes++), this::heed));
            }
            if (possible.isEmpty()) {
                return;
            }
            possible.get(random.nextInt(possible.size())).run();
            take();
        }
    }

    private <T> void next(Logged<T> record, Consumer<T> process) {
        fixture.setNow(record.at);
        process.accept(record.value);
    }

    private void heed(NodeSaid said) {
        fixture.node(said.slot, said.boot, said.event);
    }

    private void take() {
        for (var written : fixture.web()) {
            var partition = partition(written.getSlot());
            partition.records.add(written);
            partition.unflushed++;
        }
    }

    void commit() {
        committed = worked;
        committedSessions = workedSessions;
        committedRows = rows();
        partitions.values().forEach(partition -> partition.unflushed = 0);
    }

    void crash() {
        boolean paused = random.nextBoolean();
        partitions.values().forEach(partition -> lose(partition, paused));
        var before = rows();
        var rows = survivors(before);
        rows.forEach((store, survived) -> survived.putAll(lateRows.getOrDefault(store, Map.of())));
        lateRows = paused ? changed(before) : new HashMap<>();
        fixture.close();
        fixture = new RoutingFixture(state.resolve(Integer.toString(++restarts)), RoutingFixture.INCARNATION, now);
        // The log of the nodes is read anew to its end before anything else.
        workedNodes = 0;
        workNodes();
        fixture.setNow(now);
        fixture.skipTo(committed, committedSessions);
        fixture.restore(lists(rows));
        worked = committed;
        workedSessions = committedSessions;
        committedRows = rows();
    }

    /// The last that was written since the commit never arrives, or later.
    private void lose(Partition partition, boolean late) {
        int possible = Math.min(partition.unflushed, partition.records.size() - partition.read);
        for (int lost = random.nextInt(possible + 1); lost > 0; lost--) {
            var last = partition.records.removeLast();
            if (late) {
                partition.late.addFirst(last);
            }
        }
        partition.unflushed = 0;
    }

    void sendLate() {
        for (var partition : partitions.values()) {
            partition.records.addAll(partition.late);
            partition.late.clear();
        }
    }

    private Map<String, Map<Object, Object>> rows() {
        return fixture.stored().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        store -> store.getValue().stream()
                                .collect(Collectors.toMap(
                                        row -> row.key, row -> row.value, (a, b) -> b, LinkedHashMap::new))));
    }

    /// Each store as it is now, or as it was at the commit: they are flushed one after the other.
    private Map<String, Map<Object, Object>> survivors(Map<String, Map<Object, Object>> rows) {
        var survived = new HashMap<String, Map<Object, Object>>();
        rows.forEach((store, newer) -> survived.put(
                store,
                new LinkedHashMap<>(random.nextBoolean() ? newer : committedRows.getOrDefault(store, Map.of()))));
        return survived;
    }

    /// Rows that are new since the commit, of some stores.
    private Map<String, Map<Object, Object>> changed(Map<String, Map<Object, Object>> rows) {
        var changed = new HashMap<String, Map<Object, Object>>();
        rows.forEach((store, newer) -> {
            var puts = new LinkedHashMap<>(newer);
            puts.keySet().removeAll(committedRows.getOrDefault(store, Map.of()).keySet());
            if (random.nextBoolean()) {
                changed.put(store, puts);
            }
        });
        return changed;
    }

    private static Map<String, List<KeyValue<Object, Object>>> lists(Map<String, Map<Object, Object>> rows) {
        Function<Map<Object, Object>, List<KeyValue<Object, Object>>> list = store -> store.entrySet().stream()
                .map(row -> KeyValue.pair(row.getKey(), row.getValue()))
                .toList();
        return rows.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> list.apply(e.getValue())));
    }

    /// A new log time, later than all before.
    private Instant tick() {
        now = now.plusMillis(1);
        return now;
    }

    @Override
    public void close() {
        fixture.close();
    }
}
