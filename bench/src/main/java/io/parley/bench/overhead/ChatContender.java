package io.parley.bench.overhead;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Guests on web sockets of a running Parley: a message ends when the agent's words that repeat its number arrive.
final class ChatContender implements Contender {

    private static final int CLIENTS = 200;
    private static final Pattern NUMBER = Pattern.compile("#([0-9]+)#");
    private static final JsonMapper JSON = new JsonMapper();

    private final ProcessHandle system;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Guest> guests;
    private volatile LongConsumer listener = number -> {};

    ChatContender(ProcessHandle system, int port) {
        this.system = system;
        this.guests = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Guest(URI.create("ws://127.0.0.1:" + port + "/ws/chat/bench-" + i)))
                .toList();
    }

    @Override
    public String name() {
        return "parley";
    }

    @Override
    public void send(long number) {
        guests.get((int) (number % CLIENTS)).write("{\"id\":\"n" + number + "\",\"text\":\"#" + number + "#\"}");
    }

    @Override
    public void onEnd(LongConsumer newListener) {
        listener = newListener;
    }

    @Override
    public ProcessHandle process() {
        return system;
    }

    @Override
    public void close() {
        guests.forEach(guest -> guest.socket.abort());
        http.close();
    }

    private void onFrame(JsonNode frame) {
        if (frame.path("type").asString("").equals("message")
                && frame.path("role").asString("").equals("agent")) {
            var match = NUMBER.matcher(frame.path("content").asString(""));
            while (match.find()) {
                listener.accept(Long.parseLong(match.group(1)));
            }
        }
    }

    /// One socket; writes follow each other, since a WebSocket takes one at a time.
    private final class Guest implements WebSocket.Listener {
        private final WebSocket socket;
        private final StringBuilder text = new StringBuilder();
        private CompletableFuture<WebSocket> lastWrite;

        private Guest(URI address) {
            socket = http.newWebSocketBuilder().buildAsync(address, this).join();
            lastWrite = CompletableFuture.completedFuture(socket);
        }

        private synchronized void write(String frame) {
            lastWrite = lastWrite.thenCompose(ready -> ready.sendText(frame, true));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                onFrame(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
