package io.parley.schemas.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OtlpSpansTest {

    private static final TraceContext CONTEXT =
            new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.5Z");

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer receiver;

    OtlpSpansTest() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("authorization"));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private Span span(String name) {
        return new Span(CONTEXT, Optional.of("00f067aa0ba902b7"), name, START, START.plusMillis(20), Map.of("a", "b"));
    }

    @Test
    void what_waits_is_sent_together_before_the_end_as_the_protocol_writes_it() {
        // when
        var endpoint = "http://localhost:" + receiver.getAddress().getPort() + "/";
        try (var spans = Spans.of("agent-worker", endpoint, "authorization=Bearer%20x")) {
            assertThat(spans.areWanted()).isTrue();
            spans.add(span("turn"));
            spans.add(span("model"));
        }
        // then
        assertThat(authorizations).containsOnly("Bearer x");
        var found = bodies.stream()
                .map(body -> JsonMapper.shared().readTree(body))
                .peek(body -> assertThat(body.at("/resourceSpans/0/resource/attributes/0/value/stringValue")
                                .asString())
                        .isEqualTo("agent-worker"))
                .flatMap(body -> body.at("/resourceSpans/0/scopeSpans/0/spans").valueStream())
                .toList();
        assertThat(found).extracting(span -> span.path("name").asString()).containsExactly("turn", "model");
        var turn = found.getFirst();
        assertThat(text(turn, "traceId")).isEqualTo(CONTEXT.traceId());
        assertThat(text(turn, "spanId")).isEqualTo(CONTEXT.spanId());
        assertThat(text(turn, "parentSpanId")).isEqualTo("00f067aa0ba902b7");
        assertThat(text(turn, "startTimeUnixNano")).isEqualTo("1767225600500000000");
        assertThat(text(turn, "endTimeUnixNano")).isEqualTo("1767225600520000000");
        assertThat(turn.at("/attributes/0/value/stringValue").asString()).isEqualTo("b");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString();
    }

    @Test
    @Timeout(10)
    void a_receiver_that_is_away_holds_nobody_up() {
        try (var spans = Spans.of("agent-worker", "http://localhost:1", "")) {
            for (int i = 0; i < 20_000; i++) {
                spans.add(span("turn"));
            }
        }
    }

    @Test
    void without_a_receiver_nothing_is_wanted() {
        assertThat(Spans.of("agent-worker", " ", "").areWanted()).isFalse();
    }

    @Test
    void a_trace_context_is_read_and_written_and_nothing_else_is_taken_for_one() {
        var header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(TraceContext.parse(Optional.of(header)).map(TraceContext::traceparent))
                .contains(header);
        assertThat(TraceContext.parse(Optional.of("cc-" + header.substring(3)))).isEmpty();
        assertThat(TraceContext.parse(Optional.of(header + "x"))).isEmpty();
        assertThat(TraceContext.parse(Optional.empty())).isEmpty();
    }
}
