package io.parley.bench.fairness;

import io.parley.bench.measure.Latencies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// New customers of the calm tenant, one after the other at fixed times, each on a socket of its own: how long each
/// waits from its intended time to its first answer. Their sockets are open before.
final class Visitors implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Duration every;
    private int admitted;

    Visitors(int port, Duration every) {
        this.port = port;
        this.every = every;
    }

    /// A block of them.
    Block admit(int count) {
        var visitors = new ArrayList<Visitor>();
        for (int i = 0; i < count; i++) {
            visitors.add(new Visitor(
                    URI.create("ws://127.0.0.1:" + port + "/ws/chat/visitor-" + admitted++ + "?tenant=calm")));
        }
        var latencies = new Latencies();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long intended = start + i * every.toNanos();
            while (System.nanoTime() < intended) {
                LockSupport.parkNanos(intended - System.nanoTime());
            }
            visitors.get(i).write(intended, latencies);
        }
        int lost =
                (int) visitors.stream().filter(visitor -> !visitor.isAnswered()).count();
        visitors.forEach(visitor -> visitor.socket.abort());
        return new Block(latencies.millis(50), latencies.millis(90), latencies.maxMillis(), count, lost);
    }

    /// What a block's visitors waited, in milliseconds.
    ///
    /// @param lost who got no answer
    record Block(double p50, double p90, double max, int visitors, int lost) {}

    @Override
    public void close() {
        http.shutdownNow();
    }

    private final class Visitor implements WebSocket.Listener {
        private final WebSocket socket;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Long> answered = new CompletableFuture<>();
        private CompletableFuture<Void> counted = new CompletableFuture<>();

        private Visitor(URI address) {
            socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        }

        private void write(long intended, Latencies latencies) {
            counted = answered.thenAccept(end -> latencies.record(intended, end));
            var _ = socket.sendText("{\"id\":\"first\",\"text\":\"hola\"}", true);
        }

        private boolean isAnswered() {
            try {
                counted.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
                return true;
            } catch (CompletionException e) {
                return false;
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                var frame = JSON.readTree(text.toString());
                text.setLength(0);
                if (frame.path("role").asString("").equals("agent")) {
                    answered.complete(System.nanoTime());
                }
            }
            from.request(1);
            return null;
        }
    }
}
