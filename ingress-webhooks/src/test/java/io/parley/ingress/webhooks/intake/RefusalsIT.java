package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is refused, with which status; and nothing of it stands in Kafka.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

    private static final String MESSAGE = Node.body("{\"type\":\"message\",\"ids\":[\"7\"],\"id\":\"e\"}");
    private static final int TEN_MB = 10 * 1024 * 1024;

    private final Broker broker;
    private final Node node;

    RefusalsIT() throws Exception {
        broker = new Broker();
        node = new Node(broker);
    }

    @BeforeAll
    void accounts() throws Exception {
        broker.tell("shoes", """
                {"id": "shoes", "channels": [{"id": "shoes-fake", "kind": "fake", "secret": "between-us"},
                 {"id": "shoes-other", "kind": "other", "secret": "between-us"}]}""");
        await().until(() -> node.get("/webhooks/fake/shoes-fake").statusCode() == 403);
    }

    @AfterEach
    void nothing_of_it_counts() {
        assertThat(broker.values(Topics.INCOMING_MESSAGES, IncomingMessage.class))
                .isEmpty();
    }

    @AfterAll
    void stop() {
        node.close();
        broker.close();
    }

    @Test
    void an_unknown_account_and_one_of_another_kind_are_not_found() throws Exception {
        assertThat(status(node.to("nobody", MESSAGE))).isEqualTo(404);
        assertThat(status(node.to("shoes-other", MESSAGE))).isEqualTo(404);
        assertThat(node.get("/webhooks/fake/nobody").statusCode()).isEqualTo(404);
        assertThat(status(node.to("shoes-fake/more", MESSAGE))).isEqualTo(404);
    }

    @Test
    void other_methods_are_not_allowed() throws Exception {
        for (var method : List.of("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")) {
            var answer = node.send(node.to("shoes-fake", MESSAGE)
                    .method(method, BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        }
    }

    @Test
    void a_get_is_the_channels_to_answer() throws Exception {
        assertThat(node.get("/webhooks/fake/shoes-fake?challenge=a%20b").body()).isEqualTo("a b");
        assertThat(node.get("/webhooks/fake/shoes-fake").statusCode()).isEqualTo(403);
    }

    @Test
    void a_body_that_says_to_be_no_json_or_is_compressed_is_not_taken() throws Exception {
        assertThat(status(node.to("shoes-fake", MESSAGE).setHeader("Content-Type", "text/plain")))
                .isEqualTo(415);
        assertThat(status(
                        node.to("shoes-fake", MESSAGE).setHeader("Content-Type", "application/x-www-form-urlencoded")))
                .isEqualTo(415);
        assertThat(status(node.to("shoes-fake", MESSAGE).header("Content-Encoding", "gzip")))
                .isEqualTo(415);
        var untyped = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + node.port() + "/webhooks/fake/shoes-fake"))
                .header(FakeChannel.SIGNATURE, FakeChannel.sign(Node.SECRET, MESSAGE))
                .POST(BodyPublishers.ofString(MESSAGE));
        assertThat(status(untyped)).isEqualTo(415);
    }

    @Test
    void a_wrong_or_missing_signature_is_refused_before_anything_is_parsed() throws Exception {
        assertThat(status(node.to("shoes-fake", MESSAGE).setHeader(FakeChannel.SIGNATURE, "wrong")))
                .isEqualTo(401);
        assertThat(status(node.to("shoes-fake", "no json").setHeader(FakeChannel.SIGNATURE, "wrong")))
                .isEqualTo(401);
        assertThat(status(node.to("shoes-fake", MESSAGE).POST(BodyPublishers.ofString(MESSAGE + " "))))
                .isEqualTo(401);
        var unsigned = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + node.port() + "/webhooks/fake/shoes-fake"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(MESSAGE));
        assertThat(status(unsigned)).isEqualTo(401);
    }

    @Test
    void what_is_no_json_within_limits_is_refused() throws Exception {
        assertThat(node.post("").statusCode()).isEqualTo(400);
        assertThat(node.post("no json").statusCode()).isEqualTo(400);
        assertThat(node.post(MESSAGE + "{}").statusCode()).isEqualTo(400);
        assertThat(node.post("{\"n\": " + "1".repeat(100_000) + "}").statusCode())
                .isEqualTo(400);
        assertThat(node.post("[".repeat(33) + "]".repeat(33)).statusCode()).isEqualTo(400);
        assertThat(node.post("[".repeat(1_000_000)).statusCode()).isEqualTo(400);
        assertThat(node.post("[" + "0,".repeat(400_000) + "0]").statusCode()).isEqualTo(400);
    }

    @Test
    void a_body_over_3_mb_is_refused_when_it_is_announced() throws Exception {
        try (var socket = new Socket("localhost", node.port())) {
            write(socket, head("Content-Length: " + TEN_MB));
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413");
        }
        assertThat(node.post(" ".repeat(TEN_MB)).statusCode()).isEqualTo(413);
    }

    @Test
    void a_body_over_3_mb_is_refused_while_it_is_read() throws Exception {
        var chunked = node.to("shoes-fake", MESSAGE)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[TEN_MB])));
        assertThat(status(chunked)).isEqualTo(413);
    }

    @Test
    void slow_and_silent_bodies_are_cut_off_in_time_and_hold_up_nobody() throws Exception {
        var sockets = new ArrayList<Socket>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var ends = new ArrayList<Future<String>>();
            long began = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                var socket = new Socket("localhost", node.port());
                sockets.add(socket);
                write(socket, head("Content-Length: 1000"));
                if (i % 2 == 0) {
                    var _ = senders.submit(() -> drip(socket));
                }
                ends.add(senders.submit(() -> wholeAnswer(socket)));
            }
            assertThat(node.get("/webhooks/fake/shoes-fake?challenge=served").body())
                    .isEqualTo("served");
            assertThat(node.post("no json").statusCode()).isEqualTo(400);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
            for (var end : ends) {
                assertThat(end.get()).startsWith("HTTP/1.1 408");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(16));
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private int status(HttpRequest.Builder request) throws Exception {
        return node.send(request.build()).statusCode();
    }

    private static String head(String header) {
        return "POST /webhooks/fake/shoes-fake HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + header + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /// A byte every 200 ms, until the other side has had enough.
    private static boolean drip(Socket socket) throws InterruptedException {
        try {
            while (true) {
                write(socket, " ");
                Thread.sleep(200);
            }
        } catch (IOException e) {
            return true;
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (int read = socket.getInputStream().read();
                read >= 0 && read != '\r';
                read = socket.getInputStream().read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    /// Until the connection is closed.
    private static String wholeAnswer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        try {
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                answer.append((char) read);
            }
        } catch (SocketException e) {
            // closed in the middle of a drip
        }
        return answer.toString();
    }
}
