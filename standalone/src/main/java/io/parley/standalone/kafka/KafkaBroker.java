package io.parley.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A real Kafka broker in this JVM: one KRaft node, broker and controller in one, on a data directory.
///
/// What it has acknowledged survives [#close] and a `kill -9` of the JVM; the next [#start] on the same directory
/// carries on with it. It uses classes that Kafka does not offer as an API, which is why nothing else in Parley does
/// and why Kafka's version is pinned.
public final class KafkaBroker implements AutoCloseable {

    private static final int NODE = 1;
    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final Duration OFFSETS_KEPT = Duration.ofDays(60);
    private static final int MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

    private static volatile boolean lost;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private KafkaBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /// Starts a broker that only this machine reaches. Returns when clients can connect.
    public static KafkaBroker start(Path directory, int port) {
        return start(directory, "localhost", "localhost", port);
    }

    /// Starts a broker that listens on `host` and tells its clients to come back to `advertisedHost`.
    public static KafkaBroker start(Path directory, String host, String advertisedHost, int port) {
        Path log = directory.toAbsolutePath();
        Map<String, String> settings = settings(log, host, advertisedHost, port, freePort());
        format(log);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, advertisedHost + ":" + port);
    }

    /// Replaces Kafka's own end of the process, which says nothing on the console: `action` gets the exit code when the
    /// broker cannot go on, for instance because its disk is full. It holds for the whole JVM.
    public static void onFatalError(IntConsumer action) {
        Exit.Procedure end = (code, message) -> {
            lost = true;
            action.accept(code);
        };
        Exit.setExitProcedure(end);
        Exit.setHaltProcedure(end);
    }

    /// `host:port` for clients.
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Stops the broker; its files are closed when this returns. One that can't go on would try to write for minutes;
    /// it
    /// is left as it is, and the next start recovers its files as after a kill.
    @Override
    public void close() {
        if (lost) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) { // declared by the formatter
            throw new IllegalStateException("Kafka cannot use the directory " + directory, e);
        }
    }

    private static Map<String, String> settings(
            Path directory, String host, String advertisedHost, int port, int controllerPort) {
        return Stream.of(
                        node(directory, host, advertisedHost, port, controllerPort),
                        oneNode(),
                        consumerGroups(),
                        limits())
                .flatMap(part -> part.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> node(
            Path directory, String host, String advertisedHost, int port, int controllerPort) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(NODE),
                "controller.quorum.voters",
                NODE + "@localhost:" + controllerPort,
                "listeners",
                "CLIENTS://" + host + ":" + port + ",CONTROLLER://localhost:" + controllerPort,
                "advertised.listeners",
                "CLIENTS://" + advertisedHost + ":" + port,
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "CLIENTS",
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                directory.toString());
    }

    /// A killed broker's registration has to expire before the next start is let in: hence the short session.
    private static Map<String, String> oneNode() {
        return Map.of(
                "broker.session.timeout.ms", String.valueOf(SESSION.toMillis()),
                "broker.heartbeat.interval.ms",
                        String.valueOf(SESSION.dividedBy(10).toMillis()),
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "6",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "2",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "2");
    }

    private static Map<String, String> consumerGroups() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.consumer.min.heartbeat.interval.ms", "1000",
                "group.consumer.heartbeat.interval.ms", "1000",
                "group.consumer.min.session.timeout.ms", "6000",
                "group.consumer.session.timeout.ms", "6000",
                "offsets.retention.minutes", String.valueOf(OFFSETS_KEPT.toMinutes()));
    }

    private static Map<String, String> limits() {
        return Map.of(
                "auto.create.topics.enable",
                "false",
                "message.max.bytes",
                String.valueOf(MAX_MESSAGE_BYTES),
                "log.cleaner.dedupe.buffer.size",
                String.valueOf(4 * 1024 * 1024),
                "log.cleaner.io.buffer.size",
                String.valueOf(128 * 1024));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
