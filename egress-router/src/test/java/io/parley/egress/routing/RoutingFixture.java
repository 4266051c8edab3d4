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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
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
    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    final MeterRegistry meters = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final TestOutputTopic<String, Outbound> web;
    private Instant now = START;

    RoutingFixture(Path state) {
        this(state, INCARNATION);
    }

    RoutingFixture(Path state, String incarnation) {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "egress-router");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        var topology = RoutingTopology.build(incarnation, List.of("web", "telegram"), meters);
        driver = new TopologyTestDriver(topology, settings, now);
        web = outbound("web");
    }

    private TestOutputTopic<String, Outbound> outbound(String channel) {
        return driver.createOutputTopic(
                Topics.outbound(channel), new StringDeserializer(), new AvroDeserializer<>(Outbound.class));
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    Instant now() {
        return now;
    }

    void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(key, value, now));
    }

    @SuppressWarnings("unchecked")
    <T extends SpecificRecord> void send(String topic, String key, T value) {
        send(topic, bytes(key), new AvroWire<>((Class<T>) value.getClass()).encode(value));
    }

    void say(AgentReply entry) {
        send(Topics.AGENT_REPLIES, entry.getClientId(), entry);
    }

    void say(String client, String replyId) {
        say(entry(client, replyId).build());
    }

    void session(SocketSession.Builder session) {
        var built = session.build();
        send(Topics.SOCKET_SESSIONS, built.getClientId(), built);
    }

    void progress(TurnProgress progress) {
        send(Topics.TURN_PROGRESS, progress.getClientId(), progress);
    }

    void node(int slot, String boot, NodeEvent event) {
        var said = SocketNode.newBuilder()
                .setSlot(slot)
                .setBootId(boot)
                .setNode("n")
                .setEvent(event)
                .setAt(now)
                .build();
        send(Topics.SOCKET_NODES, Integer.toString(slot), said);
    }

    List<Outbound> web() {
        return web.readValuesToList();
    }

    List<TestRecord<String, Outbound>> to(String channel) {
        return outbound(channel).readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> dead(String topic) {
        return driver.createOutputTopic(
                        Topics.dead(topic),
                        new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                        new org.apache.kafka.common.serialization.ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<SystemEvent> events() {
        return driver.createOutputTopic(
                        Topics.SYSTEM_EVENTS, new StringDeserializer(), new AvroDeserializer<>(SystemEvent.class))
                .readValuesToList();
    }

    long rows(String store) {
        long count = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    double count(String name, String... tags) {
        var counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        driver.close();
    }

    static AgentReply.Builder entry(String client, String replyId) {
        var id = ClientId.parse(client);
        return AgentReply.newBuilder()
                .setReplyId(replyId)
                .setClientId(client)
                .setTenant(id.tenant())
                .setChannel(id.account().substring(id.account().indexOf('-') + 1))
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
                .setChannel("web")
                .setChannelAccount(id.account())
                .setAttempt(attempt)
                .setAt(START)
                .setSign(sign)
                .build();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(TestRecord<?, ?> record) {
        var found = new java.util.TreeMap<String, String>();
        record.headers().forEach(h -> found.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return found;
    }
}
