package io.parley.bench.system;

import io.parley.bench.measure.Memory;
import io.parley.bench.measure.ProcessCpu;
import io.parley.bench.measure.ProcessMemory;
import io.parley.schemas.avro.SocketNode;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// One WebSocket node as a process of its own, which can be drained, stopped, killed and started again.
public final class WsNode {

    /// The options of the image's JVM.
    public static final List<String> PRODUCTION = List.of(
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxTenuringThreshold=2",
            "-XX:MaxRAMPercentage=70",
            "-XX:MinHeapFreeRatio=20",
            "-XX:MaxHeapFreeRatio=40");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final int port;
    private final List<String> flags;
    private final Map<String, String> environment;
    private final Path folder;
    private @Nullable ChildProcess process;

    WsNode(String name, int port, List<String> flags, Map<String, String> common, Path folder) {
        this.name = name;
        this.port = port;
        this.flags = List.copyOf(flags);
        this.folder = folder;
        var own = new HashMap<>(common);
        own.put("SERVER_PORT", Integer.toString(port));
        own.put("PARLEY_NODE_ID", name);
        this.environment = Map.copyOf(own);
    }

    /// The flags of a node in a container with this much memory.
    public static List<String> production(String memory) {
        var all = new ArrayList<>(PRODUCTION);
        all.add("-XX:MaxRAM=" + memory);
        return all;
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public void start() throws IOException {
        process = ChildProcess.java(
                name, flags, "io.parley.standalone.Parley", List.of("run", "ingress-ws"), environment, folder);
    }

    public void awaitReady() {
        Readiness.await(url("/ready"), process(), PATIENCE);
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        process().kill();
    }

    /// Ends it with SIGTERM; returns when it has drained and gone.
    public void stop() {
        process().close();
    }

    /// Ends it, for whom no client matters any more.
    void abandon() {
        if (process != null) {
            process.abandon();
        }
    }

    /// `POST /admin/drain`.
    public void drain() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url("/admin/drain"))
                .header("Authorization", "Bearer " + environment.get("PARLEY_ADMIN_TOKEN"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (var http = Readiness.plain()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IOException(name + " answered the drain with " + status);
            }
        }
    }

    public ProcessHandle handle() {
        return process().handle();
    }

    public Duration cpu() {
        return ProcessCpu.of(handle());
    }

    /// What it takes after two full collections.
    ///
    /// @param pause after each, since freed memory goes back to the system a little later
    public Memory memory(Duration pause) throws IOException, InterruptedException {
        var virtualMachine = new JavaProcess(handle());
        long live = virtualMachine.liveBytes();
        Thread.sleep(pause);
        virtualMachine.collectGarbage();
        Thread.sleep(pause);
        return new Memory(ProcessMemory.resident(handle()), live);
    }

    /// The last claim or heartbeat that it has written: its slot and boot.
    public SocketNode seat(String bootstrap) {
        var partition = new TopicPartition(Topics.SOCKET_NODES, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new AvroDeserializer<>(SocketNode.class))) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            SocketNode last = null;
            while (consumer.position(partition) < end) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null && record.value().getNode().equals(name)) {
                        last = record.value();
                    }
                }
            }
            return Objects.requireNonNull(last, "the node has claimed no slot");
        }
    }

    private ChildProcess process() {
        return Objects.requireNonNull(process, "the node has not been started");
    }
}
