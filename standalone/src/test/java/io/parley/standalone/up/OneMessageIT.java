package io.parley.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.standalone.ChildJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One message walks the whole way: browser, Kafka, turn, model, Kafka, router, browser. Everything runs in one JVM, as
/// `./parley up` starts it, and is seen from outside only.
@TestMethodOrder(OrderAnnotation.class)
class OneMessageIT {

    private static final String MESSAGE = "{\"text\":\"Hola, ¿cuánto cuesta la bota Andes?\",\"user_name\":\"Tester\"}";

    @TempDir
    private static Path folder;

    private static final Ports PORTS = FreePorts.find();
    private static ChildJvm up;

    @BeforeAll
    static void start() throws Exception {
        up = run();
    }

    @AfterAll
    static void stop() throws Exception {
        up.close();
    }

    @Test
    @Order(1)
    void a_frame_from_a_browser_comes_back_as_the_agents_answer() {
        try (Talk talk = new Talk(PORTS.webSockets(0), "test_user_01", "")) {
            // given
            talk.await("resumed");

            // when
            talk.send(MESSAGE);

            // then
            JsonNode answer = talk.awaitAnswer();
            talk.await("completed");
            assertThat(answer.path("role").asString()).isEqualTo("agent");
            assertThat(answer.path("content").asString()).contains("Bota Andes", "149,00 euros", "(stand-in model)");
            assertThat(talk.types())
                    .startsWith("connected", "resumed", "accepted", "message", "progress")
                    .containsSubsequence("delta", "message", "completed");
            JsonNode accepted = talk.await("accepted");
            assertThat(answer.path("in_reply_to").path(0).asString())
                    .isEqualTo(accepted.path("message_id").asString());
        }
    }

    @Test
    @Order(2)
    void a_simulated_message_is_taken_without_a_token_and_its_turn_can_be_asked_for() throws Exception {
        HttpResponse<String> taken = post(
                PORTS.webhooks(),
                "/simulate/message",
                "{\"platform\":\"web\",\"user_id\":\"test_user_02\",\"text\":\"hola\",\"tenant_id\":\"lab\"}");
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body()).contains("message_id", "lab:");
    }

    @Test
    @Order(3)
    void what_was_said_is_still_there_after_a_stop_and_a_start() throws Exception {
        // when
        assertThat(up.stop()).isZero();
        up = run();

        // then
        try (Talk talk = new Talk(PORTS.webSockets(0), "test_user_01", "?history=10")) {
            talk.await("resumed");
            assertThat(talk.frames().stream().filter(Talk::isAnswer)).hasSize(1);
            talk.send("{\"text\":\"¿Y en qué colores?\"}");
            talk.await(
                    "the second answer",
                    frame -> Talk.isAnswer(frame)
                            && !frame.path("content").asString().contains("(stand-in model)"));
        }
        assertThat(Files.readString(folder.resolve("logs").resolve("parley.log")))
                .doesNotContain("bota Andes", "(stand-in model)");
    }

    private static ChildJvm run() throws Exception {
        return ChildJvm.start("up", "--data", folder.toString(), "--port-offset", String.valueOf(PORTS.offset()))
                .awaitOutput("Stop: Ctrl-C");
    }

    private static HttpResponse<String> post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }
}
