package io.parley.bench.stop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A customer who asks, sees the answer begin, and stops it.
final class StoppingClient implements WebSocket.Listener, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Clock clock = Clock.systemUTC();
    private final BlockingQueue<String> types = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final String marker;

    /// @param marker of this customer and the question
    StoppingClient(int port, String marker) throws IOException, InterruptedException {
        this.marker = marker;
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws/chat/" + marker + "?tenant=calm"), this)
                .join();
        await("resumed");
    }

    /// Returns when the client has been told that its question ended.
    ///
    /// @return when the stop was sent
    Instant stopped() throws IOException, InterruptedException {
        var question = JSON.createObjectNode().put("id", "question").put("text", marker + " and go on".repeat(100));
        socket.sendText(JSON.writeValueAsString(question), true).join();
        await("delta");
        var at = clock.instant();
        socket.sendText("{\"type\":\"cancel\"}", true).join();
        await("completed");
        return at;
    }

    private void await(String type) throws IOException, InterruptedException {
        String next;
        do {
            next = types.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("no frame of type " + type + " came");
            }
        } while (!next.equals(type));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            types.add(JSON.readTree(text.toString()).path("type").asString(""));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
