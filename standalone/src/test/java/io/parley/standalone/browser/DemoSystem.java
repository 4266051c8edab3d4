package io.parley.standalone.browser;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/// The whole system as `./parley up` starts it, behind a wire that can be cut.
record DemoSystem(ChildJvm up, Switch line) implements AutoCloseable {

    private static final int[] PORTS = {5433, 8080, 8081, 8082, 8083, 8086, 9092};

    static DemoSystem start(Path data) throws IOException, InterruptedException {
        int offset = freeOffset();
        var up = ChildJvm.start("up", "--data", data.toString(), "--port-offset", String.valueOf(offset))
                .awaitOutput("Kafka at")
                .awaitOutput("PostgreSQL at")
                .awaitOutput("Chat page");
        writeSlowly(8086 + offset);
        return new DemoSystem(up, Switch.to(8080 + offset));
    }

    String address(String path) {
        return "http://localhost:" + line.port() + path;
    }

    @Override
    public void close() throws IOException {
        line.close();
        up.close();
    }

    /// So that there is time to see, cut and stop an answer while it is being written.
    private static void writeSlowly(int model) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + model + "/control/pace"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"first_token_ms\":100,\"per_token_ms\":60}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IOException("the stand-in model answered with " + status);
            }
        }
    }

    private static int freeOffset() {
        return ThreadLocalRandom.current()
                .ints(2000, 20_000)
                .filter(offset -> IntStream.of(PORTS).allMatch(port -> FreePort.isFree(port + offset)))
                .findFirst()
                .orElseThrow();
    }
}
