package io.parley.standalone.up;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A web chat as a browser's console would hold it: sends frames, keeps those that came.
final class Talk implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder unfinished = new StringBuilder();
    private final WebSocket socket;

    Talk(int port, String user, String query) {
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/ws/chat/" + user + query), this)
                .join();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /// The first frame that fits, as soon as it is here.
    JsonNode await(String what, Predicate<JsonNode> wanted) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> frames.stream().anyMatch(wanted));
        return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    JsonNode await(String type) {
        return await(type, frame -> frame.path("type").asString("").equals(type));
    }

    /// An entry that the agent has written.
    JsonNode awaitAnswer() {
        return await("an answer of the agent", Talk::isAnswer);
    }

    /// The types of all frames, in order, runs of the same type as one.
    List<String> types() {
        List<String> types = new CopyOnWriteArrayList<>();
        frames.stream().map(frame -> frame.path("type").asString("")).forEach(type -> {
            if (types.isEmpty() || !types.getLast().equals(type)) {
                types.add(type);
            }
        });
        return types;
    }

    List<JsonNode> frames() {
        return List.copyOf(frames);
    }

    static boolean isAnswer(JsonNode frame) {
        return frame.path("type").asString("").equals("message")
                && frame.path("author").asString("").equals("agent");
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        unfinished.append(data);
        if (last) {
            frames.add(JSON.readTree(unfinished.toString()));
            unfinished.setLength(0);
        }
        return WebSocket.Listener.super.onText(webSocket, data, last);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
