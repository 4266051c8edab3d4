package io.parley.standalone.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A socket as any developer would open it, and every frame that came over it.
public final class ChatClient implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private ChatClient(URI address) {
        socket = HTTP.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /// Connects and waits for `resumed`.
    public static ChatClient connect(URI address) {
        var client = new ChatClient(address);
        client.await("resumed");
        return client;
    }

    public synchronized void send(String json) {
        socket.sendText(json, true).join();
    }

    public void say(String id, String words) {
        send(JSON.writeValueAsString(
                JSON.createObjectNode().put("type", "message").put("id", id).put("text", words)));
    }

    public List<JsonNode> frames() {
        return frames;
    }

    public List<JsonNode> frames(String type) {
        return frames.stream().filter(frame -> type(frame).equals(type)).toList();
    }

    /// The agent's entries so far.
    public List<JsonNode> replies() {
        return frames.stream().filter(ChatClient::isReply).toList();
    }

    public JsonNode await(String type) {
        return await(type, frame -> type(frame).equals(type));
    }

    public JsonNode awaitReply() {
        return await("a reply", ChatClient::isReply);
    }

    public JsonNode await(String what, Predicate<JsonNode> wanted) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> frames.stream().anyMatch(wanted));
        return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    private static boolean isReply(JsonNode frame) {
        return type(frame).equals("message") && frame.path("role").asString("").equals("agent");
    }

    private static String type(JsonNode frame) {
        return frame.path("type").asString("");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(JSON.readTree(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    /// Cuts the connection without a word.
    @Override
    public void close() {
        socket.abort();
    }
}
