package io.parley.campaign.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/// Waits until a process serves. One that ends while it starts is started again, as a supervisor would do.
final class Readiness {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int STARTS = 5;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /// @param service whether it says at `/ready` that it is ready; else its port has to be open
    void await(ChildProcess process, int port, boolean service, Duration patience)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int starts = 1;
        while (!(service ? saysReady(port) : isOpen(port))) {
            if (!process.isAlive() && starts < STARTS) {
                starts++;
                process.start();
            }
            if (System.nanoTime() > deadline || starts >= STARTS) {
                throw new IllegalStateException(process.name() + " did not become ready: " + last(process));
            }
            Thread.sleep(PERIOD);
        }
    }

    private static String last(ChildProcess process) throws IOException {
        var lines = Files.readAllLines(process.log());
        return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    private boolean saysReady(int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
