package io.parley.channels.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.channels.Account;
import io.parley.channels.Addressee;
import io.parley.channels.ProviderApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Bot API that answers what it was told to, in order, then with success.
final class BotApi implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final Account ACCOUNT =
            new Account("shoes", "shoes-telegram", "telegram", JSON.readTree("{\"bot-token\":\"42:s3cr3t-token\"}"));

    /// @param path without the base
    /// @param raw the body as it came
    record Request(String path, String raw) {

        JsonNode body() {
            return JSON.readTree(raw);
        }
    }

    private record Answer(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    BotApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    TelegramApi api() {
        return new TelegramApi(new ProviderApi(Duration.ofSeconds(5)), baseUrl());
    }

    String baseUrl() {
        return "http://" + host() + "/telegram";
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    void will(int status, String body) {
        answers.add(new Answer(status, body, Map.of()));
    }

    void will(int status, String body, Map<String, String> headers) {
        answers.add(new Answer(status, body, headers));
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    static Addressee person(String... attributes) {
        return to("4711", null, attributes);
    }

    static Addressee to(String externalId, @Nullable String thread, String... attributes) {
        var kept = attributes.length == 0 ? Map.<String, String>of() : Map.of(attributes[0], attributes[1]);
        return new Addressee(ACCOUNT, ACCOUNT.client(externalId, thread), externalId, kept);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(new Request(exchange.getRequestURI().getPath().replaceFirst("^/telegram", ""), body));
        var next = answers.poll();
        var answer = next == null ? new Answer(200, "{\"ok\":true,\"result\":{\"message_id\":5}}", Map.of()) : next;
        answer.headers().forEach(exchange.getResponseHeaders()::add);
        var bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
