package io.parley.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults on demand, and what is recorded of them.
class FaultsTest {

    private static final String SEND = "/telegram/bot100001:sample/sendMessage";

    private final Trial trial = new Trial();

    @BeforeEach
    void peopleHaveWritten() {
        trial.says("bot", "7", "hello");
        trial.says("bot", "8", "hello");
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_status_comes_in_the_providers_words_and_nothing_is_delivered() {
        fault("{\"kind\":\"status\",\"status\":429,\"retry_after\":7,\"times\":1}");

        var answer = send(7);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(Trial.json(answer).path("description").asString()).isEqualTo("Too Many Requests: retry after 7");
        assertThat(trial.screen("bot", "7")).hasSize(1);
        assertThat(trial.deliveries().path(0).path("outcome").asString()).isEqualTo("fault");
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isFalse();
        assertThat(send(7).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_of_choice_can_be_answered() {
        fault("{\"kind\":\"status\",\"status\":502,\"body\":\"<html>bad</html>\"}");

        assertThat(send(7).body()).isEqualTo("<html>bad</html>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "reset", "timeout"})
    void after_the_delivery_the_person_has_it_and_the_caller_does_not_know(String kind) throws Exception {
        fault("{\"kind\":\"" + kind + "\",\"after_delivery\":true}");

        try {
            assertThat(trial.http().send(request(7), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(500);
        } catch (IOException e) {
            assertThat(kind).isNotEqualTo("status");
        }

        assertThat(trial.screen("bot", "7")).hasSize(2);
        assertThat(trial.deliveries().path(0).path("outcome").asString()).isEqualTo("fault");
        assertThat(trial.deliveries().path(0).path("delivered").asBoolean()).isTrue();
        assertThat(trial.deliveries().path(0).path("message_id").asString()).isNotEmpty();
    }

    @Test
    void a_reset_and_a_timeout_give_no_answer() {
        fault("{\"kind\":\"reset\",\"times\":1}");
        assertThatThrownBy(() -> trial.http().send(request(7), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);

        fault("{\"kind\":\"timeout\"}");
        assertThatThrownBy(() -> trial.http().send(request(7), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(trial.screen("bot", "7")).hasSize(1);
    }

    @Test
    void a_slow_answer_is_right() {
        fault("{\"kind\":\"slow\",\"delay_ms\":300}");
        long start = System.nanoTime();

        assertThat(send(7).statusCode()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void a_fault_befalls_only_what_it_names_and_while_it_lasts() {
        fault("{\"kind\":\"status\",\"channel\":\"bot\",\"person\":\"7\",\"method\":\"sendMessage\",\"seconds\":60}");

        assertThat(send(7).statusCode()).isEqualTo(500);
        assertThat(send(8).statusCode()).isEqualTo(200);
        assertThat(trial.get("/telegram/bot100001:sample/getMe").statusCode()).isEqualTo(200);
        trial.pass(Duration.ofSeconds(60));
        assertThat(send(7).statusCode()).isEqualTo(200);
    }

    @Test
    void faults_can_be_planned_and_ended() {
        fault("{\"kind\":\"status\",\"starts_in\":10,\"seconds\":60}");
        assertThat(send(7).statusCode()).isEqualTo(200);
        trial.pass(Duration.ofSeconds(10));
        assertThat(send(7).statusCode()).isEqualTo(500);

        trial.control("DELETE", "/faults", "");

        assertThat(send(7).statusCode()).isEqualTo(200);
        assertThat(trial.post("/sandbox/faults", "{\"kind\":\"nonsense\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void for_a_while_nobody_gets_in() {
        var request = request(7); // asked for while the address is known
        fault("{\"kind\":\"refuse-connection\",\"seconds\":1}");

        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> trial.http().send(request, BodyHandlers.ofString()))
                        .isInstanceOf(IOException.class));
        Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> send(7).statusCode() == 200);
    }

    private void fault(String rule) {
        assertThat(trial.control("POST", "/faults", rule).path("id").asLong()).isPositive();
    }

    private HttpResponse<String> send(int chat) {
        return trial.send(builder(chat));
    }

    private HttpRequest request(int chat) {
        return builder(chat).timeout(Duration.ofSeconds(1)).build();
    }

    private HttpRequest.Builder builder(int chat) {
        return HttpRequest.newBuilder(URI.create(trial.url() + SEND))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"chat_id\":" + chat + ",\"text\":\"hi\"}"));
    }
}
