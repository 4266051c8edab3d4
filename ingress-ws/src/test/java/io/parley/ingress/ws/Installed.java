package io.parley.ingress.ws;

import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SealedDocument;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import tools.jackson.databind.json.JsonMapper;

/// A broker with an installation's topics and tenants, shared by all tests of the JVM; the test writes and reads them
/// in the other services' place.
final class Installed implements AutoCloseable {

    static final String KEYSET = SecretSealer.newKeyset();
    static final String SECRET = "an-hmac-secret-of-thirty-two-bytes!";

    private static final String TENANTS = """
            [{"id": "shoes", "name": "Zapatos", "language": "es",
              "channels": [{"id": "shoes-web", "kind": "web", "guests": "open", "allowed-origins": ["*"],
                            "jwt": {"secrets": ["$secret"], "leeway": "2s"}}],
              "limits": {"messages-per-minute": 6000, "burst": 1000, "connections-per-user": 3}},
             {"id": "lab", "name": "Lab", "language": "en",
              "channels": [{"id": "lab-web", "kind": "web", "guests": "token",
                            "allowed-origins": ["https://lab.example"], "jwt": {"secrets": [""]}}],
              "limits": {"messages-per-minute": 6000, "burst": 1000}},
             {"id": "slow", "name": "Slow",
              "channels": [{"id": "slow-web", "kind": "web", "guests": "open", "allowed-origins": ["*"]}],
              "limits": {"messages-per-minute": 1, "burst": 2, "tenant-connections": 5}},
             {"id": "staff", "name": "Staff",
              "channels": [{"id": "staff-web", "kind": "web", "guests": "none", "allowed-origins": ["*"],
                            "jwt": {"secrets": ["$secret"], "issuer": "staff-login", "audience": "chat"}}]},
             {"id": "club", "name": "Club",
              "channels": [{"id": "club-web", "kind": "web", "guests": "none", "allowed-origins": ["*"],
                            "jwt": {"jwks-url": "$keys", "issuer": "club-login", "audience": "chat"}}]},
             {"id": "guild", "name": "Guild",
              "channels": [{"id": "guild-web", "kind": "web", "guests": "none", "allowed-origins": ["*"],
                            "jwt": {"jwks-url": "$held"}}]},
             {"id": "phones", "name": "Phones", "channels": [{"id": "phones-telegram", "kind": "telegram"}]}]
            """;

    private static @Nullable Installed shared;

    private final String bootstrap;
    private final Login login;
    private final KafkaProducer<String, Outbound> router;

    static synchronized Installed shared() {
        var known = shared;
        if (known == null) {
            var broker = new EmbeddedKafkaKraftBroker(1, 1);
            broker.afterPropertiesSet();
            known = new Installed(broker.getBrokersAsString());
            shared = known;
        }
        return known;
    }

    Installed(String bootstrap) {
        this.bootstrap = bootstrap;
        this.login = newLogin();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            new Installation(admin, 3).ensure(Topics.all(), Groups.all());
        }
        writeTenants();
        router = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", bootstrap)),
                new StringSerializer(),
                new AvroSerializer<>(Outbound.class));
    }

    private static Login newLogin() {
        try {
            return new Login();
        } catch (Exception e) {
            throw new IllegalStateException("no login", e);
        }
    }

    Login login() {
        return login;
    }

    String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        router.close(Duration.ZERO);
        login.stop();
    }

    private void writeTenants() {
        var sealer = SecretSealer.of(KEYSET);
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", bootstrap)),
                new StringSerializer(),
                new AvroSerializer<>(TenantSettings.class))) {
            int rank = 0;
            for (var document : JsonMapper.builder().build().readTree(tenants())) {
                var tenant = document.path("id").asString();
                var settings = TenantSettings.newBuilder()
                        .setTenant(tenant)
                        .setVersion("v1")
                        .setRank(rank++)
                        .setAt(Instant.EPOCH);
                var sealed = SealedDocument.seal(sealer, tenant, document);
                var version = settings.setDocument(sealed).build();
                var current = settings.setDocument(null).build();
                var _ = producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, tenant + "/v1", version));
                var _ = producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, tenant + "/current", current));
            }
        }
    }

    private String tenants() {
        return TENANTS.replace("$secret", SECRET)
                .replace("$keys", login.url("/keys"))
                .replace("$held", login.url("/held"));
    }

    /// Writes what the router would; returns when Kafka has it.
    void route(Outbound outbound) throws Exception {
        router.send(new ProducerRecord<>(Topics.outbound("web"), outbound.getSlot(), outbound.getClientId(), outbound))
                .get(10, TimeUnit.SECONDS);
    }

    List<IncomingMessage> incoming(String clientId) {
        return readAll(Topics.INCOMING_MESSAGES, IncomingMessage.class, clientId);
    }

    List<SocketSession> sessions(String clientId) {
        return readAll(Topics.SOCKET_SESSIONS, SocketSession.class, clientId);
    }

    /// The session events of all clients whose id begins so.
    List<SocketSession> sessionsOf(String clients) {
        return readAll(Topics.SOCKET_SESSIONS, SocketSession.class, key -> key.startsWith(clients));
    }

    List<SocketNode> nodes() {
        return Stream.iterate(0, slot -> slot + 1)
                .limit(4)
                .flatMap(slot -> readAll(Topics.SOCKET_NODES, SocketNode.class, Integer.toString(slot)).stream())
                .toList();
    }

    private <T extends SpecificRecord> List<T> readAll(String topic, Class<T> type, String key) {
        return readAll(topic, type, key::equals);
    }

    private <T extends SpecificRecord> List<T> readAll(String topic, Class<T> type, Predicate<String> wanted) {
        List<T> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new AvroDeserializer<>(type))) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(record.key())) {
                        found.add(record.value());
                    }
                }
            }
        }
        return found;
    }
}
