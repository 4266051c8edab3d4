package io.parley.ingress.ws;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client's end of a socket: keeps every frame that came.
final class Browser implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile int closeCode;
    private volatile @Nullable WebSocket socket;

    static Browser open(int port, String pathAndQuery) throws Exception {
        return open(port, pathAndQuery, Map.of());
    }

    static Browser open(int port, String pathAndQuery, Map<String, String> headers, String... protocols)
            throws Exception {
        return open(HTTP, URI.create("ws://localhost:" + port + pathAndQuery), headers, protocols);
    }

    static Browser open(HttpClient http, URI address, Map<String, String> headers, String... protocols)
            throws Exception {
        var browser = new Browser();
        var builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (protocols.length > 0) {
            builder.subprotocols(
                    protocols[0],
                    List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
        }
        browser.socket = builder.buildAsync(address, browser).get(10, TimeUnit.SECONDS);
        return browser;
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    WebSocket socket() {
        return java.util.Objects.requireNonNull(socket);
    }

    Browser send(String frame) throws Exception {
        socket().sendText(frame, true).get(10, TimeUnit.SECONDS);
        return this;
    }

    List<JsonNode> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asString("").equals(type))
                .toList();
    }

    JsonNode awaitFrame(String type) {
        return awaitFrame(frame -> frame.path("type").asString("").equals(type));
    }

    JsonNode awaitFrame(Predicate<JsonNode> wanted) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> frames.stream().anyMatch(wanted));
        return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    int awaitClose() {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> closeCode != 0);
        return closeCode;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode = -1;
    }

    @Override
    public void close() {
        socket().abort();
    }
}
