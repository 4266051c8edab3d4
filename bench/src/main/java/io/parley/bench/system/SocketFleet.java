package io.parley.bench.system;

import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// What sockets need, each as a process of its own on free ports: Kafka, the egress router and some WebSocket nodes,
/// with one tenant that lets guests in.
public final class SocketFleet implements AutoCloseable {

    /// The tenant.
    public static final String TENANT = "bench";

    /// Its web channel.
    public static final String ACCOUNT = "bench-web";

    private static final String DOCUMENT = """
            {"id": "bench", "channels": [{"id": "bench-web", "kind": "web", "guests": "open", "allowed-origins": ["*"]}]}""";

    private static final String MAIN = "io.parley.standalone.Parley";
    private static final int PARTITIONS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final ChildProcess kafka;
    private final ChildProcess router;
    private final int kafkaPort = FreePorts.next();
    private final int routerPort = FreePorts.next();
    private final List<WsNode> nodes = new ArrayList<>();
    private final String adminToken = UUID.randomUUID().toString();
    private final Map<String, String> environment;

    /// Of the JVMs.
    ///
    /// @param node of each node's
    public record Flags(List<String> kafka, List<String> router, List<String> node) {

        /// What is measured: nodes in a container with this much memory.
        public static Flags production(String memory) {
            return new Flags(List.of("-Xmx768m"), List.of("-Xmx512m"), WsNode.production(memory));
        }

        /// All start quickly, and none of them is fast.
        public static Flags quick() {
            var flags = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
            return new Flags(flags, flags, flags);
        }
    }

    private SocketFleet(Path folder, int count, Flags flags) throws IOException {
        this.folder = folder;
        this.environment = environment();
        kafka = run("kafka", flags.kafka(), "--data", data("kafka"), "--port", Integer.toString(kafkaPort));
        try {
            awaitOpen(kafkaPort);
            install();
            environment.put("SERVER_PORT", Integer.toString(routerPort));
            router = run("egress-router", flags.router());
            for (int i = 1; i <= count; i++) {
                nodes.add(new WsNode("ws-" + i, FreePorts.next(), flags.node(), environment, folder));
            }
        } catch (IOException | RuntimeException e) {
            kafka.abandon();
            throw e;
        }
    }

    /// Returns when all is ready.
    ///
    /// @param folder for data and logs
    /// @param flags of the JVMs
    public static SocketFleet started(Path folder, int nodes, Flags flags) throws IOException {
        var fleet = new SocketFleet(folder, nodes, flags);
        try {
            for (var node : fleet.nodes) {
                node.start();
            }
            Readiness.await(fleet.routerUrl("/ready"), fleet.router, PATIENCE);
            fleet.nodes.forEach(WsNode::awaitReady);
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    public List<WsNode> nodes() {
        return List.copyOf(nodes);
    }

    /// Where the nodes' sockets are.
    public List<Integer> ports() {
        return nodes.stream().map(WsNode::port).toList();
    }

    public String bootstrap() {
        return "localhost:" + kafkaPort;
    }

    public ProcessHandle kafka() {
        return kafka.handle();
    }

    public ProcessHandle router() {
        return router.handle();
    }

    /// An address of the router's.
    public URI routerUrl(String path) {
        return URI.create("http://127.0.0.1:" + routerPort + path);
    }

    @Override
    public void close() {
        nodes.forEach(WsNode::abandon);
        router.abandon();
        kafka.abandon();
    }

    private Map<String, String> environment() {
        var settings = new HashMap<String, String>();
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrap());
        settings.put("PARLEY_PARTITIONS", Integer.toString(PARTITIONS));
        settings.put("PARLEY_STANDBY_REPLICAS", "0");
        settings.put("PARLEY_STATE_DIR", data("streams"));
        settings.put("PARLEY_SECRETS_KEYSET", SecretSealer.newKeyset());
        settings.put("PARLEY_INTERNAL_TOKEN", UUID.randomUUID().toString());
        settings.put("PARLEY_ADMIN_TOKEN", adminToken);
        return settings;
    }

    private String data(String name) {
        return folder.resolve("data").resolve(name).toString();
    }

    private ChildProcess run(String service, List<String> flags, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("run", service));
        arguments.addAll(List.of(options));
        return ChildProcess.java(service, flags, MAIN, arguments, environment, folder);
    }

    private void install() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            new Installation(admin, PARTITIONS).ensure(Topics.all(), Map.of());
        }
        var settings =
                TenantSettings.newBuilder().setTenant(TENANT).setVersion("v1").setAt(Instant.EPOCH);
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", bootstrap())),
                new StringSerializer(),
                new AvroSerializer<>(TenantSettings.class))) {
            var version = settings.setDocument(DOCUMENT).build();
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, TENANT + "/v1", version))
                    .get();
            var current = settings.setDocument(null).build();
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, TENANT + "/current", current))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the tenant could not be written", e);
        }
    }

    private void awaitOpen(int port) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOpen(port)) {
            if (!kafka.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Kafka did not start, see " + kafka.log());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
