package io.parley.bench.sockets;

import io.parley.bench.load.Dialect;
import io.parley.bench.load.Words;
import io.parley.bench.measure.Memory;
import io.parley.bench.measure.ProcessMemory;
import io.parley.bench.system.ChildProcess;
import io.parley.bench.system.FreePorts;
import io.parley.bench.system.Readiness;
import io.parley.schemas.wire.ClientSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.json.JsonMapper;

/// A server on Node.js that reads its entries from a topic of one partition.
final class Peer implements Contender {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Dialect dialect;
    private final int port = FreePorts.next();
    private final String topic;
    private final ChildProcess process;
    private final KafkaProducer<String, String> producer;

    /// @param script the server's, in the folder of the [PeerFolder]
    Peer(String name, String script, Dialect dialect, PeerFolder folder, String bootstrap) throws IOException {
        this.name = name;
        this.dialect = dialect;
        this.topic = "peer-" + name;
        create(bootstrap);
        process = ChildProcess.start(
                name,
                List.of("node", "--expose-gc", folder.script(script), Integer.toString(port), bootstrap, topic),
                Map.of("NODE_ENV", "production"),
                folder.logs());
        producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", bootstrap)),
                new StringSerializer(),
                new StringSerializer());
        Readiness.await(url("/ready"), process, PATIENCE);
    }

    private void create(String bootstrap) throws IOException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException("the topic of " + name + " could not be made", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public ProcessHandle process() {
        return process.handle();
    }

    @Override
    public Memory memory(Duration pause) throws IOException, InterruptedException {
        long live = collectGarbage();
        Thread.sleep(pause);
        collectGarbage();
        Thread.sleep(pause);
        return new Memory(ProcessMemory.resident(process()), live);
    }

    private long collectGarbage() throws IOException, InterruptedException {
        try (var http = Readiness.plain()) {
            var answer = http.send(HttpRequest.newBuilder(url("/gc")).build(), BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("heapUsed").asLong();
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void push(String user, Words words) {
        var entry = JSON.createObjectNode()
                .put("role", "agent")
                .put("content", words.text(ENTRY_LENGTH))
                .put("turn_id", user + "-" + words.number());
        var _ = producer.send(new ProducerRecord<>(topic, user, entry.toString()));
    }

    @Override
    public void close() {
        producer.close();
        process.abandon();
    }
}
