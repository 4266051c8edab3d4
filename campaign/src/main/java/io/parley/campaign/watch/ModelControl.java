package io.parley.campaign.watch;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stand-in model's control API: how fast it answers, how it fails, and what it was asked.
public final class ModelControl implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_AT_ONCE = 5_000;
    private static final long PERIOD_MILLIS = 1_000;

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();
    private long noted;
    private @Nullable Thread watch;

    /// @param base the stand-in's address without a path
    public ModelControl(URI base) {
        this.base = base;
    }

    /// Answers repeat what the client wrote, so that each answer shows what it covers.
    public void echo() {
        post("/control/mode", Map.of("mode", "echo"));
        post("/control/markers", Map.of("pattern", "zq-[tcm]-[0-9a-z]{12}"));
    }

    /// The first token comes after a time drawn between these.
    public void pace(int leastMillis, int mostMillis, int perTokenMillis, long seed) {
        post(
                "/control/pace",
                Map.of(
                        "first_token_ms",
                        leastMillis,
                        "first_token_max_ms",
                        mostMillis,
                        "per_token_ms",
                        perTokenMillis,
                        "seed",
                        seed));
    }

    /// A share of the calls fails in this way until [#heal].
    public void fail(String fault, double share, long seed) {
        post("/control/faults", Map.of("fault", fault, "share", share, "seed", seed));
    }

    public void heal() {
        send("DELETE", "/control/faults", "");
    }

    /// From now on every call is noted once it has ended.
    public void watch(Recorder recorder) {
        noted = send("GET", "/control/calls?limit=0", "").path("total").asLong();
        watch = Thread.ofPlatform().daemon().name("campaign-model").start(() -> {
            try {
                while (true) {
                    note(recorder);
                    Thread.sleep(PERIOD_MILLIS);
                }
            } catch (InterruptedException e) {
                note(recorder);
            }
        });
    }

    /// Calls that the model is answering.
    public int running() {
        return send("GET", "/control/calls?limit=0", "").path("running").asInt();
    }

    private void note(Recorder recorder) {
        var answer = send("GET", "/control/calls?after=" + noted + "&limit=" + MOST_AT_ONCE, "");
        for (var call : answer.path("calls")) {
            if (call.path("number").asLong() > noted) {
                noted = call.path("number").asLong();
                recorder.note(line(call));
            }
        }
    }

    private static Line line(JsonNode call) {
        long started = Instant.parse(call.path("at").asString()).toEpochMilli();
        var asked = Canaries.in(call.path("last_user").asString(""));
        var markers = StreamSupport.stream(call.path("markers").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        return new Line.ModelCall(
                call.path("number").asLong(),
                started,
                started + call.path("after_ms").asLong(),
                outcome(call.path("outcome").asString("")),
                call.path("fault").asString(""),
                markers.isEmpty() ? asked : markers,
                newest(asked));
    }

    private static String outcome(String word) {
        return switch (word) {
            case "answered" -> "completed";
            case "disconnected" -> "aborted";
            default -> "faulted";
        };
    }

    private static @Nullable String newest(List<String> canaries) {
        return canaries.stream()
                .filter(canary -> Canaries.isOf(Owner.MESSAGE, canary))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private void post(String path, Map<String, ?> body) {
        send("POST", path, JSON.writeValueAsString(body));
    }

    private JsonNode send(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(base.resolve(path))
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException("the stand-in model does not answer " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.interrupt();
            try {
                watch.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
