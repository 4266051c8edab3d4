package io.parley.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What takes the webhooks in tests: keeps what came and answers as it was told.
public final class Ingress implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Reply> answers = webhook -> new Reply(200, Map.of());

    /// One webhook.
    ///
    /// @param headers with names in lower case
    public record Received(String path, Map<String, String> headers, String body) {

        public JsonNode json() {
            return Json.MAPPER.readTree(body);
        }
    }

    /// An answer.
    public record Reply(int status, Map<String, String> headers) {

        public static Reply of(int status) {
            return new Reply(status, Map.of());
        }
    }

    public Ingress() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 1_000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /// Not closed by hand: that would close the connection, sometimes before the answer has been read.
    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        Received webhook = new Received(
                exchange.getRequestURI().getPath(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        received.add(webhook);
        Reply reply = answers.apply(webhook);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), -1);
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /// Everything that has come, in its order.
    public List<Received> received() {
        return List.copyOf(received);
    }

    public void answering(Function<Received, Reply> how) {
        answers = how;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
