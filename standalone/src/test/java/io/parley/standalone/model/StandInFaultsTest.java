package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every way of going wrong, seen from a client that speaks raw HTTP.
class StandInFaultsTest {

    private static final String WORDS = "uno dos tres cuatro cinco seis siete ocho";

    private static StandInModel model;
    private static ModelClient client;

    @BeforeAll
    static void start() {
        model = StandInModel.start(0);
        client = new ModelClient(model);
    }

    @AfterAll
    static void stop() {
        model.close();
    }

    @BeforeEach
    void reset() throws Exception {
        client.control("/reset", "");
        client.control("/mode", "{\"mode\":\"echo\"}");
        client.control("/pace", "{\"first_token_ms\":0,\"per_token_ms\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limit, 429, rate_limit_exceeded",
        "server-error, 500, server_error",
        "overloaded, 503, server_error",
        "context-too-long, 400, context_length_exceeded"
    })
    void refusals_are_the_real_apis(String fault, int status, String code) throws Exception {
        fault("\"fault\":\"" + fault + "\",\"times\":1,\"retry_after_seconds\":7");

        HttpResponse<String> refused = client.chat(request());

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.body()).contains(code);
        assertThat(refused.headers().firstValue("Retry-After").orElse(""))
                .isEqualTo(status == 429 || status == 503 ? "7" : "");
        assertThat(client.answer(request())).isEqualTo("echo: " + WORDS);
    }

    @Test
    void an_early_end_is_clean_but_has_no_finish_reason() throws Exception {
        fault("\"fault\":\"early-end\",\"after_tokens\":2");
        assertThat(client.stream(request()))
                .hasSize(3)
                .noneMatch(event -> event.contains("\"finish_reason\":\"stop\"") || event.equals("[DONE]"));
    }

    @Test
    void a_reset_and_a_closed_connection_are_broken_connections() throws Exception {
        fault("\"fault\":\"reset\",\"times\":1");
        assertThatThrownBy(() -> client.stream(request())).isInstanceOf(IOException.class);
        fault("\"fault\":\"close\",\"times\":1");
        assertThatThrownBy(() -> client.chat(request())).isInstanceOf(IOException.class);
        assertThat(call().path("outcome").asString()).isEqualTo("fault");
    }

    @Test
    void garbage_an_error_in_the_stream_and_an_empty_answer_come_with_200() throws Exception {
        fault("\"fault\":\"garbage\",\"times\":1");
        assertThat(client.chat(request()).body()).startsWith("<html>");
        fault("\"fault\":\"error-in-stream\",\"times\":1");
        assertThat(client.stream(request())).last().asString().contains("server_error");
        fault("\"fault\":\"empty\",\"times\":1");
        assertThat(client.answer(request())).isEmpty();
    }

    @Test
    void a_tool_loop_calls_again_with_other_arguments_whatever_came_of_it() throws Exception {
        // given
        ObjectNode request = withTool();
        fault("\"fault\":\"tool-loop\"");
        List<String> arguments = new ArrayList<>();

        // when
        for (int i = 0; i < 10; i++) {
            JsonNode message = ModelClient.json(client.chat(request).body()).at("/choices/0/message");
            arguments.add(message.at("/tool_calls/0/function/arguments").asString());
            request.withArray("messages").add(message);
            request.withArray("messages")
                    .addObject()
                    .put("role", "tool")
                    .put("tool_call_id", message.at("/tool_calls/0/id").asString())
                    .put("content", "{}");
        }

        // then
        assertThat(arguments).doesNotHaveDuplicates().allMatch(text -> text.startsWith("{"));
    }

    @Test
    void a_broken_tool_call_has_arguments_that_are_no_json() throws Exception {
        ObjectNode request = withTool();
        fault("\"fault\":\"broken-tool-call\",\"times\":1");
        assertThat(ModelClient.json(client.chat(request).body())
                        .at("/choices/0/message/tool_calls/0/function/arguments")
                        .asString())
                .isEqualTo("{\"query\": \"sho");
    }

    @ParameterizedTest
    @CsvSource({"hang-before-headers", "hang-mid-stream", "trickle"})
    void a_hang_lasts_until_the_client_goes_which_is_on_record(String fault) throws Exception {
        // given
        fault("\"fault\":\"" + fault + "\",\"times\":1");
        HttpRequest request = client.post(
                "/v1/chat/completions", request().put("stream", true).toString());

        // when
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.http().sendAsync(request, BodyHandlers.ofInputStream());
        if (fault.equals("hang-before-headers")) {
            assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            answer.cancel(true);
        } else {
            try (InputStream body = answer.get(10, TimeUnit.SECONDS).body()) {
                assertThat(new String(body.readNBytes(5), StandardCharsets.UTF_8))
                        .isEqualTo("data:");
            }
        }

        // then
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(call().path("disconnected_early").asBoolean()).isTrue();
            assertThat(client.get("/control/calls").path("running").asInt()).isZero();
        });
    }

    @Test
    void a_fault_befalls_only_the_calls_that_it_is_meant_for() throws Exception {
        fault("\"fault\":\"server-error\",\"contains\":\"poison\"");
        fault("\"fault\":\"rate-limit\",\"tenant\":\"tenant-b\"");
        assertThat(client.chat(request()).statusCode()).isEqualTo(200);
        assertThat(client.chat(ModelClient.request("tenant-a", "poison")).statusCode())
                .isEqualTo(500);
        assertThat(client.chat(ModelClient.request("tenant-b", "hola")).statusCode())
                .isEqualTo(429);
    }

    @Test
    void a_share_of_the_calls_is_drawn_from_the_seed() throws Exception {
        fault("\"fault\":\"server-error\",\"share\":0.3,\"seed\":5");
        String first = outcomes();
        client.control("/reset", "");
        fault("\"fault\":\"server-error\",\"share\":0.3,\"seed\":5");
        assertThat(outcomes()).isEqualTo(first).contains("500").contains("200");
    }

    @Test
    void a_refusal_closes_the_door_for_a_while() throws Exception {
        client.control("/refuse", "{\"seconds\":1}");
        Awaitility.await().until(() -> {
            try {
                client.get("/health");
                return false;
            } catch (ConnectException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> client.get("/health").path("status").asString(), "UP"::equals);
    }

    @Test
    void a_wrong_order_is_refused() throws Exception {
        assertThat(client.control("/faults", "{\"fault\":\"earthquake\"}")
                        .at("/error/message")
                        .asString())
                .isEqualTo("There is no fault 'earthquake'.");
    }

    private static String outcomes() throws Exception {
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            outcomes.append(client.chat(request()).statusCode()).append(' ');
        }
        return outcomes.toString();
    }

    private static JsonNode call() throws Exception {
        JsonNode calls = client.get("/control/calls").path("calls");
        return calls.path(calls.size() - 1);
    }

    private static ObjectNode request() {
        return ModelClient.request("You are a test.", WORDS);
    }

    private static ObjectNode withTool() {
        ObjectNode request = request();
        request.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "search_products");
        return request;
    }

    private static void fault(String fields) throws Exception {
        client.control("/faults", "{" + fields + "}");
    }
}
