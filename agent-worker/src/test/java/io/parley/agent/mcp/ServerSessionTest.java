package io.parley.agent.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServerSessionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode ARGUMENTS = JSON.readTree("{\"message\": \"hello\"}");
    private static final ServerSession.Patience PATIENCE =
            new ServerSession.Patience(Duration.ofSeconds(20), Duration.ofSeconds(5));
    private static final String SAID = "{\"content\": [{\"type\": \"text\", \"text\": \"hello\"}]}";

    private final AtomicInteger news = new AtomicInteger();

    private ServerSession open(ScriptedTransport server) throws Exception {
        return ServerSession.open(server, PATIENCE, news::incrementAndGet);
    }

    @Test
    void a_call_carries_the_arguments_and_its_idempotency_key() throws Exception {
        var server = new ScriptedTransport(request -> SAID);
        try (var session = open(server)) {
            // when
            var result = session.call("echo", ARGUMENTS, "0123", (percent, message) -> {});
            // then
            assertThat(result)
                    .isEqualTo(new ToolResult.Done(JSON.getNodeFactory().stringNode("hello")));
        }
        var params = server.sent("tools/call").getFirst().path("params");
        assertThat(params.path("name").asString()).isEqualTo("echo");
        assertThat(params.path("arguments")).isEqualTo(ARGUMENTS);
        assertThat(params.path("_meta").path("io.parley/idempotency-key").asString())
                .isEqualTo("0123");
        assertThat(server.sent("notifications/initialized")).hasSize(1);
        assertThat(server.closed).isTrue();
    }

    @Test
    void all_pages_of_tools_are_read_with_any_schema() throws Exception {
        var server = new ScriptedTransport(
                request -> request.path("params").path("cursor").isMissingNode()
                        ? "{\"tools\": [{\"name\": \"a\", \"inputSchema\": {\"additionalProperties\": {\"type\": \"string\"}}}],"
                                + " \"nextCursor\": \"2\"}"
                        : "{\"tools\": [{\"name\": \"b\"}]}");
        try (var session = open(server)) {
            assertThat(session.tools())
                    .extracting(tool -> tool.path("name").asString())
                    .containsExactly("a", "b");
        }
    }

    @Test
    void a_server_that_pages_without_end_is_cut_short() throws Exception {
        var server = new ScriptedTransport(request -> "{\"tools\": [{\"name\": \"a\"}], \"nextCursor\": \"more\"}");
        try (var session = open(server)) {
            assertThat(session.tools()).hasSize(20);
        }
    }

    @Test
    void progress_reaches_the_call_that_it_is_of() throws Exception {
        var server = new AtomicReference<ScriptedTransport>();
        var heard = new ArrayList<String>();
        server.set(new ScriptedTransport(request -> {
            var token =
                    request.path("params").path("_meta").path("progressToken").asString("");
            server.get().notify("notifications/progress", Map.of("progressToken", "another", "progress", 1));
            server.get()
                    .notify(
                            "notifications/progress",
                            Map.of("progressToken", token, "progress", 3, "total", 4, "message", "x"));
            server.get().notify("notifications/progress", Map.of("progressToken", token, "progress", 4));
            return SAID;
        }));
        try (var session = open(server.get())) {
            // when
            session.call("long", ARGUMENTS, "0123", (percent, message) -> heard.add(percent + " " + message));
        }
        // then
        assertThat(heard).containsExactly("75 x", "null null");
    }

    @Test
    void an_interrupted_call_is_cancelled_at_the_server() throws Exception {
        var server = new ScriptedTransport(request -> null);
        try (var session = open(server)) {
            var ended = new AtomicReference<Throwable>();
            var calling = Thread.ofVirtual().start(() -> {
                try {
                    session.call("long", ARGUMENTS, "0123", (percent, message) -> {});
                } catch (InterruptedException | ToolFailure e) {
                    ended.set(e);
                }
            });
            await().until(() -> !server.sent("tools/call").isEmpty());
            // when
            calling.interrupt();
            calling.join();
            // then
            assertThat(ended.get()).isInstanceOf(InterruptedException.class);
            var id = server.sent("tools/call").getFirst().path("id");
            assertThat(server.sent("notifications/cancelled")
                            .getFirst()
                            .path("params")
                            .path("requestId"))
                    .isEqualTo(id);
        }
    }

    @Test
    void a_lost_server_fails_what_is_under_way_and_is_news() throws Exception {
        var server = new ScriptedTransport(request -> null);
        try (var session = open(server)) {
            Thread.ofVirtual().start(() -> {
                await().until(() -> !server.sent("tools/call").isEmpty());
                server.breaks();
            });
            assertThatExceptionOfType(ToolFailure.class)
                    .isThrownBy(() -> session.call("long", ARGUMENTS, "0123", (percent, message) -> {}))
                    .withMessage("unavailable");
            assertThat(session.isLost()).isTrue();
            await().untilAsserted(() -> assertThat(news).hasValue(1));
        }
    }

    @Test
    void a_changed_list_of_tools_is_news() throws Exception {
        var server = new ScriptedTransport(request -> SAID);
        try (var session = open(server)) {
            server.notify("notifications/tools/list_changed", Map.of());
            assertThat(news).hasValue(1);
            assertThat(session.isLost()).isFalse();
        }
    }

    @Test
    void a_server_of_another_time_or_without_tools_is_none() {
        for (var answer : List.of("{\"protocolVersion\": \"1999-01-01\"}", "{\"protocolVersion\": \"2025-11-25\"}")) {
            var server = new ScriptedTransport(request -> SAID).greets(answer);
            assertThatExceptionOfType(ServerAway.class).isThrownBy(() -> open(server));
            assertThat(server.closed).isTrue();
        }
    }
}
