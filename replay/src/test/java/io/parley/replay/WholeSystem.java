package io.parley.replay;

import static org.awaitility.Awaitility.await;

import io.parley.replay.record.Kept;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import io.parley.standalone.Parley;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Everything in one JVM, as `./parley up` starts it. The test stands in the ingress's place.
final class WholeSystem {

    private static final List<Integer> PORTS = List.of(8080, 8081, 8082, 8083, 8085, 8086, 9092, 5433);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int offset = IntStream.iterate(11_000, offset -> offset < 40_000, offset -> offset + 117)
            .filter(WholeSystem::isFree)
            .findFirst()
            .orElseThrow();
    private final Path data;
    private final Process up;
    private final KafkaProducer<String, IncomingMessage> producer;

    WholeSystem(Path data, Path tenants) throws IOException {
        this.data = data;
        this.up = start(List.of(
                "up",
                "--data",
                data.toString(),
                "--tenants",
                tenants.toString(),
                "--port-offset",
                String.valueOf(offset)));
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> send("GET", 8082, "/ready", "").statusCode() == 200);
        producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", kafka())),
                new StringSerializer(),
                new AvroSerializer<>(IncomingMessage.class));
    }

    private static Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Parley.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    void stop() throws InterruptedException {
        producer.close();
        up.destroy();
        if (!up.waitFor(1, TimeUnit.MINUTES)) {
            up.destroyForcibly();
        }
    }

    private static boolean isFree(int offset) {
        return PORTS.stream().allMatch(port -> {
            try (var socket = new ServerSocket(port + offset)) {
                return socket.isBound();
            } catch (IOException e) {
                return false;
            }
        });
    }

    String kafka() {
        return "localhost:" + (9092 + offset);
    }

    /// A request to the service that has this port by default, with the administrator's token.
    HttpResponse<String> send(String method, int port, String path, String body)
            throws IOException, InterruptedException {
        var secret = data.resolve("secrets").resolve("admin-token");
        var token = Files.exists(secret) ? Files.readString(secret).strip() : "none";
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + (port + offset) + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + token)
                        .header(
                                "Content-Type",
                                body.startsWith("{") || body.startsWith("[") ? "application/json" : "text/csv")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode model(String method, String path, String body) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(send(method, 8086, "/control/" + path, body).body());
    }

    void write(String client, IncomingKind kind, String id, String text) {
        var segments = client.split(":", -1);
        var message = IncomingMessage.newBuilder()
                .setMessageId(Ids.messageId(client, kind.name(), id))
                .setClientId(client)
                .setTenant(segments[0])
                .setChannel(segments[1].substring(segments[1].indexOf('-') + 1))
                .setChannelAccount(segments[1])
                .setKind(kind)
                .setProviderEventId(id)
                .setText(text)
                .setAuthor(kind == IncomingKind.MESSAGE ? null : "olga")
                .setOccurredAt(Instant.EPOCH)
                .build();
        var _ = producer.send(new ProducerRecord<>(Kept.INCOMING.topic(), client, message));
    }
}
