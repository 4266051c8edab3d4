package io.parley.campaign.channels;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The control API of the providers' stand-ins: people who write, faults, and the stand-ins' own record.
public final class SandboxControl implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_AT_ONCE = 5_000;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private long read;

    /// @param base address without a path
    public SandboxControl(URI base) {
        this.base = base;
    }

    /// A channel account that the stand-ins know.
    record Account(String channel, String kind) {}

    List<Account> accounts() {
        return send("GET", "/sandbox/accounts", "")
                .valueStream()
                .map(account -> new Account(
                        account.path("channel").asString(""),
                        account.path("kind").asString("")))
                .toList();
    }

    void write(String channel, String person, String text) {
        post("/sandbox/" + channel + "/people/" + encode(person) + "/messages", Map.of("kind", "text", "text", text));
    }

    void block(String channel, String person) {
        send(
                "PUT",
                "/sandbox/" + channel + "/people/" + encode(person) + "/state",
                JSON.writeValueAsString(Map.of("blocked", true)));
    }

    /// For so long every call of every provider goes wrong in this way.
    void fault(Map<String, Object> fault) {
        post("/sandbox/faults", fault);
    }

    /// Notes the calls since the last time.
    ///
    /// @return those calls
    List<Line.ProviderCall> calls(Recorder recorder) {
        var calls = send("GET", "/sandbox/deliveries?after=" + read + "&limit=" + MOST_AT_ONCE, "")
                .valueStream()
                .map(SandboxControl::call)
                .toList();
        calls.forEach(recorder::note);
        if (!calls.isEmpty()) {
            read = calls.getLast().n();
        }
        return calls;
    }

    private static Line.ProviderCall call(JsonNode call) {
        return new Line.ProviderCall(
                call.path("n").asLong(),
                Instant.parse(call.path("at").asString("1970-01-01T00:00:00Z")).toEpochMilli(),
                call.path("channel").asString(""),
                call.path("person").asString(""),
                call.path("method").asString(""),
                call.path("outcome").asString(""),
                call.path("status").asInt(),
                call.path("delivered").asBoolean(false),
                call.path("text").asString(""));
    }

    private void post(String path, Map<String, ?> body) {
        send("POST", path, JSON.writeValueAsString(body));
    }

    private JsonNode send(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("the sandbox refuses " + method + " " + path + ": "
                        + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("the sandbox does not answer " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
