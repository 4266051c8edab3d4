package io.parley.bench.fairness;

import io.parley.bench.system.SystemUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Many customers of one tenant, each with one message, and the worker's own count of those whose turn has not ended.
final class Crowd implements AutoCloseable {

    private static final Pattern IN_FLIGHT = Pattern.compile("(?m)^parley_lanes_in_flight(?:\\{[^}]*})? (\\S+)$");
    private static final int AT_A_TIME = 64;
    /// It is a crowd that waits, and not its rush, that is measured.
    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final int LEAST = 200;
    private static final int LEFT = 5;
    /// Until the worker has in hand what has been accepted.
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;
    private final URI metrics;
    private int arrived;

    Crowd(SystemUnderTest system) {
        this.door = URI.create("http://127.0.0.1:" + system.port(8081) + "/simulate/message");
        this.metrics = system.workerMetrics();
    }

    /// Lets people come until so many wait: some are answered while others arrive.
    void arrive(int enough) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int missing = enough; missing > 0; missing = enough - waiting()) {
            send(Math.max(LEAST, missing));
            LockSupport.parkNanos(SETTLE.toNanos());
            if (System.nanoTime() > deadline) {
                throw new IOException("only " + waiting() + " conversations of the crowd wait");
            }
        }
    }

    /// Who is turned away in the rush is missing from those who wait, and made up for.
    private void send(int count) throws InterruptedException {
        var free = new Semaphore(AT_A_TIME);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            free.acquire();
            LockSupport.parkNanos(start + i * BETWEEN.toNanos() - System.nanoTime());
            var _ = send("crowd-" + arrived++).whenComplete((answer, failure) -> free.release());
        }
        free.acquire(AT_A_TIME);
    }

    /// Until all but a few have their answers.
    void awaitAnswered() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (waiting() > LEFT) {
            if (System.nanoTime() > deadline) {
                throw new IOException(waiting() + " conversations of the crowd still wait");
            }
            LockSupport.parkNanos(SETTLE.toNanos());
        }
    }

    /// How many conversations the worker has in hand.
    int waiting() throws IOException {
        try (var page = metrics.toURL().openStream()) {
            var match = IN_FLIGHT.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            if (!match.find()) {
                throw new IOException("the worker does not say how many lanes are in flight");
            }
            return (int) Double.parseDouble(match.group(1));
        }
    }

    private CompletableFuture<HttpResponse<Void>> send(String user) {
        var body = "{\"platform\": \"web\", \"tenant_id\": \"busy\", \"user_id\": \"%s\", \"text\": \"hola hola\"}"
                .formatted(user);
        var request = HttpRequest.newBuilder(door)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
