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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Many customers of one tenant, each with one message, and the worker's own count of those whose turn has not ended.
final class Crowd implements AutoCloseable {

    private static final Pattern IN_FLIGHT = Pattern.compile("(?m)^parley_lanes_in_flight(?:\\{[^}]*})? (\\S+)$");
    private static final int AT_A_TIME = 64;
    private static final int LEFT = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI door;
    private final URI metrics;
    private final AtomicInteger refused = new AtomicInteger();
    private int arrived;

    Crowd(SystemUnderTest system) {
        this.door = URI.create("http://127.0.0.1:" + system.port(8081) + "/simulate/message");
        this.metrics = system.workerMetrics();
    }

    /// Returns when all of them wait.
    void arrive(int count) throws IOException, InterruptedException {
        var free = new Semaphore(AT_A_TIME);
        for (int i = 0; i < count; i++) {
            free.acquire();
            var _ = send("crowd-" + arrived++).whenComplete((answer, failure) -> {
                if (failure != null || answer.statusCode() != 202) {
                    refused.incrementAndGet();
                }
                free.release();
            });
        }
        free.acquire(AT_A_TIME);
        if (refused.get() > 0) {
            throw new IOException(refused + " messages of the crowd were not accepted");
        }
        int all = count;
        await(() -> waiting() >= all * 0.95);
    }

    /// Until all but a few have their answers.
    void awaitAnswered() throws IOException, InterruptedException {
        await(() -> waiting() <= LEFT);
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

    private interface Fact {
        boolean holds() throws IOException;
    }

    private static void await(Fact fact) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!fact.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the crowd did not get as far as it should within " + PATIENCE);
            }
            LockSupport.parkNanos(500_000_000);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
