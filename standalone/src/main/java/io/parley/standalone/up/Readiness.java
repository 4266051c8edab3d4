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
    void await(Duration patience) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long deadline = System.nanoTime() + patience.toNanos();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String answer = ask(http, request);
            while (!answer.equals("200")) {
                if (System.nanoTime() > deadline) {
                    throw new Failure("%s was not ready after %d s (GET /ready says %s), see the log"
                            .formatted(name, patience.toSeconds(), answer));
                }
                Thread.sleep(INTERVAL);
                answer = ask(http, request);
            }
        }
    }

    /// The status; who does not answer is not ready, which is no reason to give up.
    private static String ask(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return Integer.toString(
                    http.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return "nothing";
        }
    }
}
