package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology in Kafka's test driver, with a clock of our own. Offsets count from 0 in each topic.
final class RoutingFixture implements AutoCloseable {

    static final String INCARNATION = "AAAAAAAAAAAAAAAAAAAAAA";
    static final String ANA = "shoes:shoes-web:g.ana";
    static final String BOB = "shoes:shoes-web:g.bob";
    static final String TELEGRAM = "shoes:shoes-telegram:77";
    static final String PIGEON = "shoes:shoes-pigeon:7";
    static final Kinds KINDS = new Kinds(Set.of("telegram"), Set.of("pigeon"), Set.of("telegram"));
    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    final MeterRegistry meters = new SimpleMeterRegistry();
    private static final AvroWire<AgentReply> ENTRY = new AvroWire<>(AgentReply.class);
    private static final AvroWire<SocketSession> SESSION = new AvroWire<>(SocketSession.class);
    private static final AvroWire<TurnProgress> PROGRESS = new AvroWire<>(TurnProgress.class);
    private static final AvroWire<SocketNode> NODE = new AvroWire<>(SocketNode.class);
    private static final List<String> STORES =
            List.of(EntryLog.ENTRIES, EntryLog.REPLIES, EntryLog.HEADS, Sockets.STORE);
    private final CountingStores counting = new CountingStores();
    private final TopologyTestDriver driver;
    private final TestOutputTopic<String, Outbound> web;
    private Instant now;

    RoutingFixture(Path state) {
        this(state, INCARNATION);
    }

    RoutingFixture(Path state, String incarnation) {
        this(state, incarnation, START);
    }

    RoutingFixture(Path state, String incarnation, Instant start) {
        now = start;
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "egress-router");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        var topology = RoutingTopology.build(incarnation, KINDS, meters, counting::supplier);
        driver = new TopologyTestDriver(topology, settings, now);
        web = outbound("web");
    }

    /// The same stores, what is in memory gone, offsets from 0 again: everything is processed once more.
    RoutingFixture crash(Path state) {
        return crash(state, INCARNATION, Duration.ZERO);
    }

    RoutingFixture crash(Path state, String incarnation) {
        return crash(state, incarnation, Duration.ZERO);
    }

    RoutingFixture crash(Path state, Duration clock) {
        return crash(state, INCARNATION, clock);
    }

    private RoutingFixture crash(Path state, String incarnation, Duration clock) {
        var restarted = new RoutingFixture(state, incarnation, now.plus(clock));
        restarted.restore(stored());
        return restarted;
    }

    /// Lets the next entry and the next session have these offsets.
    void skipTo(int entries, int sessions) {
        IntStream.range(0, entries).forEach(i -> sendBytes(Topics.AGENT_REPLIES, null, null));
        IntStream.range(0, sessions).forEach(i -> sendBytes(Topics.SOCKET_SESSIONS, null, null));
    }

    /// All rows of the stores that have a changelog.
    Map<String, List<KeyValue<Object, Object>>> stored() {
        return STORES.stream().collect(Collectors.toMap(store -> store, this::rowsOf));
    }

    void restore(Map<String, List<KeyValue<Object, Object>>> rows) {
        rows.forEach((store, entries) -> driver.getKeyValueStore(store).putAll(entries));
    }

    private List<KeyValue<Object, Object>> rowsOf(String store) {
        var found = new ArrayList<KeyValue<Object, Object>>();
        try (var all = driver.getKeyValueStore(store).all()) {
            all.forEachRemaining(found::add);
        }
        return found;
    }

    private TestOutputTopic<String, Outbound> outbound(String channel) {
        return driver.createOutputTopic(
                Topics.outbound(channel), new StringDeserializer(), new AvroDeserializer<>(Outbound.class));
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /// The log time of the records sent from now on.
    void setNow(Instant time) {
        now = time;
    }

    Instant now() {
        return now;
    }

    void sendBytes(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(key, value, now));
    }

    private <T extends SpecificRecord> void send(String topic, String key, T value, AvroWire<T> wire) {
        sendBytes(topic, bytes(key), wire.encode(value));
    }

    void say(AgentReply entry) {
        send(Topics.AGENT_REPLIES, entry.getClientId(), entry, ENTRY);
    }

    void say(String client, String replyId) {
        say(entry(client, replyId).build());
    }

    void session(SocketSession.Builder session) {
        var built = session.build();
        send(Topics.SOCKET_SESSIONS, built.getClientId(), built, SESSION);
    }

    void progress(TurnProgress progress) {
        send(Topics.TURN_PROGRESS, progress.getClientId(), progress, PROGRESS);
    }

    void node(int slot, String boot, NodeEvent event) {
        var said = SocketNode.newBuilder()
                .setSlot(slot)
                .setBootId(boot)
                .setNode("n")
                .setEvent(event)
                .setAt(now)
                .build();
        send(Topics.SOCKET_NODES, Integer.toString(slot), said, NODE);
    }

    List<Outbound> web() {
        return web.readValuesToList();
    }

    List<TestRecord<String, Outbound>> to(String channel) {
        return outbound(channel).readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> dead(String topic) {
        return driver.createOutputTopic(Topics.dead(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<SystemEvent> events() {
        return driver.createOutputTopic(
                        Topics.SYSTEM_EVENTS, new StringDeserializer(), new AvroDeserializer<>(SystemEvent.class))
                .readValuesToList();
    }

    /// How often a range of the store was read so far.
    int ranges(String store) {
        return counting.ranges(store);
    }

    long rows(String store) {
        return rowsOf(store).size();
    }

    double count(String name, String... tags) {
        var counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        driver.close();
    }

    private static String kind(ClientId client) {
        return client.account().substring(client.account().indexOf('-') + 1);
    }

    static AgentReply.Builder entry(String client, String replyId) {
        var id = ClientId.parse(client);
        return AgentReply.newBuilder()
                .setReplyId(replyId)
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel(kind(id))
                .setChannelAccount(id.account())
                .setAuthor(Author.AGENT)
                .setKind(EntryKind.REPLY)
                .setContent("words of " + replyId)
                .setCreatedAt(START);
    }

    static SocketSession.Builder open(String client, int slot, String boot, long connection) {
        return session(client, slot, boot, connection, SessionEvent.OPEN);
    }

    static SocketSession.Builder session(String client, int slot, String boot, long connection, SessionEvent event) {
        return SocketSession.newBuilder()
                .setClientId(client)
                .setTenant(ClientId.parse(client).tenant())
                .setEvent(event)
                .setSlot(slot)
                .setBootId(boot)
                .setConnection(connection)
                .setAt(START);
    }

    static TurnProgress progress(String client, String turn, int attempt, Object sign) {
        var id = ClientId.parse(client);
        return TurnProgress.newBuilder()
                .setTurnId(turn)
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel(kind(id))
                .setChannelAccount(id.account())
                .setAttempt(attempt)
                .setAt(START)
                .setSign(sign)
                .build();
    }

    static String replyId(Outbound outbound) {
        return ((AgentReply) outbound.getPayload()).getReplyId();
    }

    /// The entries among them.
    static List<String> replyIds(List<Outbound> sent) {
        return sent.stream()
                .filter(outbound -> outbound.getPayload() instanceof AgentReply)
                .map(RoutingFixture::replyId)
                .toList();
    }

    static SessionMark mark(Outbound outbound) {
        return (SessionMark) outbound.getPayload();
    }

    /// The one mark, which stands after the entries.
    static SessionMark mark(List<Outbound> sent) {
        return mark(sent.getLast());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(TestRecord<?, ?> record) {
        var found = new TreeMap<String, String>();
        record.headers().forEach(h -> found.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return found;
    }
}
