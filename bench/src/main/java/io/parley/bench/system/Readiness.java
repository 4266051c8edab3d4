package io.parley.bench.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits until a process says that it is ready.
public final class Readiness {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private Readiness() {}

    /// Returns when it is; fails when it has ended or takes too long.
    ///
    /// @param address what answers 200 then
    public static void await(URI address, ChildProcess process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var http = plain()) {
            while (!isOk(
                    http,
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(2))
                            .build())) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(process.name() + " did not become ready, see " + process.log());
                }
                LockSupport.parkNanos(PERIOD.toNanos());
            }
        }
    }

    /// One that does not ask for an upgrade to HTTP/2, which a WebSocket server takes for one of its own.
    public static HttpClient plain() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /// Whether the answer is a good one.
    static boolean isOk(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
