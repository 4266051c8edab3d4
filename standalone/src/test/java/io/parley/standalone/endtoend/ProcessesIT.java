package io.parley.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The conversation with every service as a process of its own, started with the settings of `docker-compose.yml`.
@Tag("slow")
class ProcessesIT extends ConversationContract {

    @TempDir
    static Path folder;

    private static final String ADMIN = "admin-token-of-this-test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static SpanReceiver receiver;
    private static ComposedSystem system;

    @BeforeAll
    static void start() throws IOException {
        receiver = new SpanReceiver();
        system = ComposedSystem.start(
                ComposeFile.read(Path.of("..", "docker-compose.yml")),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "PARLEY_ADMIN_TOKEN", ADMIN),
                folder);
    }

    @AfterAll
    static void stop() throws IOException {
        system.close();
        receiver.close();
    }

    @Test
    void the_spans_of_all_services_make_one_trace_from_the_message_to_its_answer_on_the_socket() {
        // given
        var user = user();
        String turnId;
        // when
        try (var client = ChatClient.connect(chat(user, "tenant=shoes"))) {
            client.say("c1", "¿A qué hora abren?");
            turnId = client.await("completed").path("turn_id").asString("");
        }
        // then
        var spans = awaitTrace(span -> turnId.equals(span.attributes().get("turnId")));
        assertOneTrace(spans, "ingress-ws", "ingress-ws");
        assertThat(spans).extracting(SpanReceiver.Received::toString).noneMatch(text -> text.contains(user));
    }

    @Test
    void the_spans_of_all_services_make_one_trace_from_the_message_to_its_answer_at_the_provider() throws Exception {
        // when
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + system.port("ingress-webhooks") + "/simulate/message"))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"platform": "telegram", "user_id": "4711", "text": "hola", "tenant_id": "lab"}"""))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        }
        // then
        var spans = awaitTrace(span -> span.name().equals("turn")
                && "telegram".equals(span.attributes().get("channel")));
        assertOneTrace(spans, "ingress-webhooks", "egress-router");
    }

    private static List<SpanReceiver.Received> awaitTrace(Predicate<SpanReceiver.Received> isTurn) {
        var turn = await().atMost(PATIENCE)
                .until(() -> receiver.spans().stream().filter(isTurn).findFirst(), Optional::isPresent)
                .orElseThrow();
        return await().atMost(PATIENCE)
                .until(
                        () -> receiver.ofTrace(turn.trace()),
                        spans -> Stream.of("accept", "model", "deliver")
                                .allMatch(name -> spans.stream()
                                        .filter(span -> name.equals("accept")
                                                || span.parent().equals(turn.id()))
                                        .anyMatch(span -> span.name().equals(name))));
    }

    private static void assertOneTrace(List<SpanReceiver.Received> spans, String accepts, String delivers) {
        var accept = only(spans, "accept");
        var turn = only(spans, "turn");
        assertThat(accept.service()).isEqualTo(accepts);
        assertThat(accept.parent()).isEmpty();
        assertThat(turn.service()).isEqualTo("agent-worker");
        assertThat(turn.parent()).isEqualTo(accept.id());
        assertThat(spans)
                .filteredOn(span -> span.name().equals("model") || span.name().equals("tool"))
                .isNotEmpty()
                .extracting(SpanReceiver.Received::parent)
                .containsOnly(turn.id());
        assertThat(spans)
                .filteredOn(
                        span -> span.name().equals("deliver") && span.parent().equals(turn.id()))
                .isNotEmpty()
                .extracting(SpanReceiver.Received::service)
                .containsOnly(delivers);
    }

    private static SpanReceiver.Received only(List<SpanReceiver.Received> spans, String name) {
        var found = spans.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    @Override
    protected URI sockets() {
        return URI.create("ws://localhost:" + system.port("ingress-ws"));
    }

    @Override
    protected String kafka() {
        return "localhost:" + system.port("kafka");
    }

    private static Operator operator() {
        return new Operator(system.port("agent-worker"), system.port("stand-in-model"), ADMIN);
    }

    @Nested
    class WhenAToolWorksForLong extends LongJobContract {

        @Override
        protected URI sockets() {
            return ProcessesIT.this.sockets();
        }

        @Override
        protected Operator operator() {
            return ProcessesIT.operator();
        }
    }

    @Nested
    class WhenTheModelLeaks extends LeakyModelContract {

        @Override
        protected URI sockets() {
            return ProcessesIT.this.sockets();
        }

        @Override
        protected Operator operator() {
            return ProcessesIT.operator();
        }

        @Override
        protected String logs() {
            return system.output();
        }
    }
}
