package io.parley.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a model does wrong, the client of its tenant is spared or told politely, in time; another tenant does not
/// notice.
public abstract class ModelFaultsContract {

    private static final Duration TURN = Duration.ofSeconds(4);
    private static final String SETTINGS = """
            {"agent": {"turn-timeout": "4s", "max-steps": 3, "tools": ["appointments"], "model": "m"}}""";

    /// Where ingress-ws listens, for instance `ws://localhost:8080`.
    protected abstract URI sockets();

    protected abstract Operator operator() throws IOException;

    @BeforeEach
    void settle() throws Exception {
        change(SETTINGS);
        control("reset", "");
        control("mode", "{\"mode\": \"echo\"}");
        control("pace", "{\"first_token_ms\": 0, \"per_token_ms\": 0}");
    }

    @AfterEach
    void behave() throws Exception {
        change("{\"agent\": {\"turn-timeout\": null, \"max-steps\": null, \"model\": null}, \"budget\": null}");
        control("reset", "");
    }

    private void change(String patch) throws Exception {
        operator().change("lab", patch);
    }

    private void control(String what, String body) throws Exception {
        operator().control(what, body);
    }

    private void fault(String fault, String more) throws Exception {
        control("faults", "{\"fault\": \"%s\", \"contains\": \"%s\"%s}".formatted(fault, fault, more));
    }

    /// One client with one question.
    private final class Asking implements AutoCloseable {
        private final ChatClient client;
        private final String words;

        Asking(String tenant, String words) {
            this.words = words;
            client =
                    ChatClient.connect(URI.create(sockets() + "/ws/chat/u-" + UUID.randomUUID() + "?tenant=" + tenant));
            client.say("c1", words);
        }

        String outcome() {
            var completed = client.await("completed");
            var reason = completed.path("reason").asString("");
            return completed.path("outcome").asString("") + (reason.isEmpty() ? "" : " " + reason);
        }

        Duration took() {
            return Duration.ofMillis(
                    client.await("completed").path("stats").path("duration_ms").asLong(-1));
        }

        String reply() {
            return client.awaitReply().path("content").asString("");
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private List<Asking> neighbours() {
        return IntStream.range(0, 3)
                .mapToObj(i -> new Asking("shoes", "vecino " + i))
                .toList();
    }

    private static void noticesNothing(List<Asking> neighbours) {
        for (var neighbour : neighbours) {
            assertThat(neighbour.reply()).contains(neighbour.words);
            assertThat(neighbour.outcome()).isEqualTo("answered");
            assertThat(neighbour.took()).isLessThan(Duration.ofSeconds(2));
            neighbour.close();
        }
    }

    @Test
    void one_failure_of_any_kind_is_followed_by_a_whole_answer() throws Exception {
        // given
        var faults = List.of(
                "rate-limit",
                "overloaded",
                "server-error",
                "close",
                "early-end",
                "reset",
                "error-in-stream",
                "garbage",
                "empty",
                "broken-tool-call");
        for (var fault : faults) {
            fault(fault, ", \"times\": 1, \"after_tokens\": 1, \"retry_after_seconds\": 1");
        }
        // when
        var asking = faults.stream()
                .map(fault -> new Asking("lab", "one two three " + fault))
                .toList();
        var neighbours = neighbours();
        // then
        for (var one : asking) {
            assertThat(one.outcome()).as(one.words).isEqualTo("answered");
            assertThat(one.reply()).as(one.words).endsWith(one.words);
            assertThat(one.took()).as(one.words).isLessThan(TURN);
            one.close();
        }
        assertThat(asking.getFirst().took()).as("Retry-After").isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        noticesNothing(neighbours);
    }

    @Test
    void a_failure_that_stays_ends_in_one_notice_within_the_turns_time() throws Exception {
        // given
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("hang-before-headers", "failed turn-timeout");
        faults.put("hang-mid-stream", "failed turn-timeout");
        faults.put("trickle", "failed turn-timeout");
        faults.put("server-error", "failed model-unavailable");
        faults.put("rate-limit", "failed model-rate-limited");
        faults.put("garbage", "failed model-bad-answer");
        faults.put("context-too-long", "failed context-too-long");
        for (var fault : faults.keySet()) {
            fault(fault, ", \"after_tokens\": 1, \"retry_after_seconds\": 60");
        }
        fault("tool-loop", "");
        // when
        var asking = faults.keySet().stream()
                .map(fault -> new Asking("lab", "one two three " + fault))
                .toList();
        var looping = new Asking("lab", "round and round tool-loop");
        var neighbours = neighbours();
        // then
        var endings = new ArrayList<String>();
        for (var one : asking) {
            endings.add(one.outcome());
            assertThat(one.took()).as(one.words).isLessThan(TURN.plusSeconds(2));
            assertThat(one.reply()).as(one.words).startsWith("Sorry");
            assertThat(one.client.replies()).hasSize(1);
            one.close();
        }
        assertThat(endings).isEqualTo(List.copyOf(faults.values()));
        assertThat(looping.outcome()).isIn("answered", "failed too-many-steps");
        looping.close();
        noticesNothing(neighbours);
        Awaitility.await("no call is left behind")
                .until(() -> operator().calls("").path("running").asInt(-1) == 0);
    }

    @Test
    void a_refused_connection_is_said_soon_and_forgotten_when_it_is_accepted_again() throws Exception {
        control("refuse", "{\"seconds\": 3}");
        try (var refused = new Asking("lab", "nobody there")) {
            assertThat(refused.outcome()).isEqualTo("failed model-unavailable");
            assertThat(refused.took()).isLessThan(Duration.ofSeconds(3));
        }
        Awaitility.await("answered again").ignoreExceptions().until(() -> {
            try (var again = new Asking("lab", "there again")) {
                return again.outcome().equals("answered");
            }
        });
    }

    @Test
    void a_model_that_keeps_failing_a_tenant_is_not_asked_by_it_for_a_while() throws Exception {
        // given
        change("{\"agent\": {\"model\": \"failing-" + UUID.randomUUID() + "\"}}");
        fault("server-error", "");
        var asking = IntStream.range(0, 8)
                .mapToObj(i -> new Asking("lab", "server-error " + i))
                .toList();
        for (var one : asking) {
            assertThat(one.outcome()).startsWith("failed");
            one.close();
        }
        // then
        try (var refused = new Asking("lab", "one more server-error")) {
            assertThat(refused.outcome()).isEqualTo("failed breaker-open");
            assertThat(refused.took()).isLessThan(Duration.ofSeconds(1));
            assertThat(refused.reply()).contains("out of order");
        }
        assertThat(calls("one more server-error")).isEmpty();
        noticesNothing(neighbours());
        control("reset", "");
        Awaitility.await("closed by itself").atMost(Duration.ofSeconds(30)).until(() -> {
            try (var again = new Asking("lab", "any better")) {
                return again.outcome().equals("answered");
            }
        });
    }

    @Test
    void a_budget_that_is_used_up_is_said_at_once_and_a_larger_one_counts_at_once() throws Exception {
        change("{\"budget\": {\"tokens-per-day\": 1}}");
        try (var refused = new Asking("lab", "too dear")) {
            assertThat(refused.outcome()).isEqualTo("failed budget-exhausted");
            assertThat(refused.took()).isLessThan(Duration.ofSeconds(2));
            assertThat(refused.reply()).contains("tomorrow");
        }
        assertThat(calls("too dear")).isEmpty();
        noticesNothing(neighbours());
        change("{\"budget\": {\"tokens-per-day\": 1000000}}");
        try (var again = new Asking("lab", "rich again")) {
            assertThat(again.outcome()).isEqualTo("answered");
        }
    }

    @Test
    void a_stop_while_an_answer_is_written_stops_the_model() throws Exception {
        control("pace", "{\"first_token_ms\": 0, \"per_token_ms\": 40}");
        var marker = "stop-" + UUID.randomUUID();
        try (var asking = new Asking("lab", marker + " and go on".repeat(100))) {
            asking.client.await("delta");
            asking.client.send("{\"type\": \"cancel\"}");
            assertThat(asking.outcome()).startsWith("cancelled");
            assertThat(asking.reply()).isEqualTo("Cancelled.");
        }
        var call = Awaitility.await("the call's end")
                .until(() -> calls(marker), found -> !found.isEmpty())
                .getFirst();
        assertThat(call.path("outcome").asString("")).isEqualTo("disconnected");
    }

    private List<JsonNode> calls(String marker) throws Exception {
        return operator()
                .calls("contains=" + marker.replace(" ", "%20"))
                .path("calls")
                .valueStream()
                .toList();
    }
}
