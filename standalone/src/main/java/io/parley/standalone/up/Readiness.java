package io.parley.standalone.up;

import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A service's own word that it is ready, asked over HTTP as an orchestrator would.
record Readiness(String name, int port) {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    /// @throws Failure when the service does not say so in time
    void await(Duration patience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            while (status != 200) {
                if (System.nanoTime() > deadline) {
                    throw new Failure("%s was not ready after %d s (GET /ready says %d), see the log"
                            .formatted(name, patience.toSeconds(), status));
                }
                Thread.sleep(INTERVAL);
                status = http.send(request, BodyHandlers.discarding()).statusCode();
            }
        }
    }
}
