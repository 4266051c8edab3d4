package io.parley.agent;

import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.parley.schemas.Ids;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.avro.TurnRecord;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// Broker, database and model server, shared by all tests of the JVM; the test stands in the ingress's and the
/// router's place.
public final class Installed implements AutoCloseable {

    public static final String KEYSET = SecretSealer.newKeyset();
    public static final int PARTITIONS = 4;
    private static final AvroWire<IncomingMessage> INCOMING = new AvroWire<>(IncomingMessage.class);
    private static @Nullable Installed shared;

    private final EmbeddedKafkaKraftBroker broker;
    private final Database database = new Database();
    private final Gate gate = new Gate(database.port());
    private final ScriptedProvider provider = new ScriptedProvider();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private @Nullable Worker worker;
    private final KafkaProducer<String, byte[]> producer;

    public static synchronized Installed shared() {
        var known = shared;
        if (known == null) {
            known = new Installed(Map.of());
            shared = known;
        }
        return known;
    }

    /// One of its own, for workers that are killed: their partitions are given away after a short while.
    static Installed forKills() {
        return new Installed(Map.of(
                "group.consumer.min.session.timeout.ms", "3000",
                "group.consumer.session.timeout.ms", "3000",
                "group.consumer.min.heartbeat.interval.ms", "300",
                "group.consumer.heartbeat.interval.ms", "300"));
    }

    private Installed(Map<String, String> brokerProperties) {
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(brokerProperties);
        broker.afterPropertiesSet();
        mail.start();
        producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", bootstrap())),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public String bootstrap() {
        return broker.getBrokersAsString();
    }

    /// The one worker of all tests, started when it is first needed.
    public synchronized Worker worker() {
        var running = worker;
        if (running == null) {
            running = Worker.start(this, "--parley.agent.tenants-file=" + tenantsFile(tenants()));
            worker = running;
        }
        return running;
    }

    private String tenants() {
        return """
                tenants:
                  - id: shoes
                    language: es
                    channels:
                      - {id: shoes-web, kind: web, burst: {quiet: 0s}}
                      - {id: shoes-telegram, kind: telegram, burst: {quiet: 1s}}
                      - {id: shoes-scripted, kind: scripted, burst: {quiet: 0s}}
                    agent: {system-prompt: "You sell shoes."}
                  - id: queue
                    channels: [{id: queue-web, kind: web, burst: {quiet: 0s}}]
                    agent: {on-new-message: queue}
                  - id: people
                    name: People Ltd
                    channels: [{id: people-web, kind: web, burst: {quiet: 0s}}]
                    agent: {tools: [handoff]}
                    handoff: {email: "team@people.example", message: "Somebody will write to you."}
                  - id: north
                    channels: [{id: north-whatsapp, kind: whatsapp, burst: {quiet: 0s}}]
                    agent: {system-prompt: "zqnorthprompt", memory-messages: 6, tools: [products, orders, appointments, knowledge]}
                  - id: south
                    channels: [{id: south-whatsapp, kind: whatsapp, burst: {quiet: 0s}}]
                    agent: {system-prompt: "zqsouthprompt", memory-messages: 6, tools: [products, orders, appointments, knowledge]}
                  - id: trouble
                    channels: [{id: trouble-web, kind: web, burst: {quiet: 0s}}]
                    agent: {base-url: "%s/trouble", turn-timeout: 12s}
                  - id: edited
                    channels:
                      - {id: edited-web, kind: web, burst: {quiet: 0s}, jwt: {secrets: ["first-secret"]}}
                    agent: {system-prompt: "Be short.", api-key: "sk-edited"}
                  - id: thrifty
                    channels: [{id: thrifty-web, kind: web, burst: {quiet: 0s}}]
                    budget: {tokens-per-day: 1000000}
                """.formatted(provider.url());
    }

    /// The worker's way to the database.
    Gate gate() {
        return gate;
    }

    public Database database() {
        return database;
    }

    /// The teams' mail server.
    public GreenMail mail() {
        return mail;
    }

    public ScriptedProvider provider() {
        return provider;
    }

    /// A tenants file with this content.
    public static Path tenantsFile(String yaml) {
        try {
            return Files.writeString(Files.createTempFile("tenants", ".yml"), yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A message as the web channel writes it.
    public static IncomingMessage message(String clientId, String id, String text) {
        return record(clientId, IncomingKind.MESSAGE, id).setText(text).build();
    }

    public static IncomingMessage.Builder record(String clientId, IncomingKind kind, String id) {
        var segments = clientId.split(":", -1);
        return IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(clientId, kind.name(), id))
                .setClientId(clientId)
                .setTenant(segments[0])
                .setChannel(segments[1].substring(segments[1].indexOf('-') + 1))
                .setChannelAccount(segments[1])
                .setKind(kind)
                .setProviderEventId(id)
                .setOccurredAt(Instant.EPOCH);
    }

    /// Writes a record; returns when Kafka has it.
    public void send(IncomingMessage message) {
        var client = message.getClientId();
        send(new ProducerRecord<>(
                Topics.INCOMING_MESSAGES,
                Partitioning.forClient(client, PARTITIONS),
                client,
                INCOMING.encode(message)));
    }

    public void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public List<AgentReply> replies(String clientId) {
        return values(Topics.AGENT_REPLIES, AgentReply.class, clientId);
    }

    /// Waits until the client's log holds such an entry.
    public AgentReply awaitReply(String clientId, Predicate<AgentReply> wanted) {
        return await().pollInterval(Duration.ofMillis(30))
                .atMost(Duration.ofSeconds(30))
                .until(() -> replies(clientId).stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    public List<TurnRecord> journal(String clientId) {
        return values(Topics.TURN_JOURNAL, TurnRecord.class, clientId);
    }

    public List<TurnProgress> progress(String clientId) {
        return values(Topics.TURN_PROGRESS, TurnProgress.class, clientId);
    }

    private <T extends SpecificRecord> List<T> values(String topic, Class<T> type, String key) {
        var deserializer = new AvroDeserializer<>(type);
        return raw(topic).stream()
                .filter(record -> record.key() != null && key.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .map(record -> deserializer.deserialize(topic, record.value()))
                .toList();
    }

    public List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        provider.close();
        mail.stop();
        broker.destroy();
        database.close();
    }
}
