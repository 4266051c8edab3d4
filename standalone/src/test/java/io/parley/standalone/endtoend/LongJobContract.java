package io.parley.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A tool that works for long tells how far it is to every tab of the client, and can be stopped from any.
public abstract class LongJobContract {

    /// Where ingress-ws listens, for instance `ws://localhost:8080`.
    protected abstract URI sockets();

    protected abstract Operator operator() throws IOException;

    @BeforeEach
    void offer() throws Exception {
        operator().change("lab", StepsServer.settings());
        operator().control("mode", "{\"mode\": \"prompt\"}");
        // A server that has just been named is asked for its tools first.
        Awaitility.await("the tool is offered").ignoreExceptions().until(() -> {
            try (var client = connect(user())) {
                client.say("c1", "Run a calibration in 1 steps");
                return client.awaitReply().path("content").asString("").contains("Calibrated");
            }
        });
    }

    @AfterEach
    void withdraw() throws Exception {
        operator().change("lab", "{\"agent\": {\"mcp-servers\": null}}");
        operator().control("reset", "");
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private ChatClient connect(String user) {
        return ChatClient.connect(URI.create(sockets() + "/ws/chat/" + user + "?tenant=lab"));
    }

    @Test
    void every_tab_is_told_each_of_ten_steps() {
        var user = user();
        try (var first = connect(user);
                var second = connect(user)) {
            first.say("c1", "Run a calibration in 10 steps");
            for (var tab : List.of(first, second)) {
                assertThat(tab.awaitReply().path("content").asString("")).contains("Calibrated in 10 steps");
                tab.await("completed");
                // The result may overtake the last.
                assertThat(steps(tab).subList(0, 9))
                        .extracting(frame -> frame.path("progress").asInt(-1) + " "
                                + frame.path("message").asString(""))
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, 9)
                                .mapToObj(step -> 10 * step + " step " + step)
                                .toList());
                assertThat(steps(tab))
                        .extracting(frame -> frame.path("tool").asString(""))
                        .containsOnly("bench_calibration");
            }
        }
    }

    @Test
    void any_tab_may_stop_it() {
        var user = user();
        try (var first = connect(user);
                var second = connect(user)) {
            first.say("c1", "Run a calibration in 3000 steps");
            second.await("a step", LongJobContract::isStep);
            second.send("{\"type\": \"cancel\"}");
            for (var tab : List.of(first, second)) {
                assertThat(tab.await("completed").path("outcome").asString("")).isEqualTo("cancelled");
                assertThat(tab.replies())
                        .extracting(entry -> entry.path("kind").asString(""))
                        .containsExactly("cancelled");
            }
            first.say("c2", "Run a calibration in 2 steps");
            first.await(
                    "the next job's answer",
                    frame -> frame.path("content").asString("").contains("Calibrated in 2 steps"));
        }
    }

    private static List<JsonNode> steps(ChatClient tab) {
        return tab.frames("progress").stream().filter(LongJobContract::isStep).toList();
    }

    private static boolean isStep(JsonNode frame) {
        return frame.path("message").asString("").startsWith("step ");
    }
}
