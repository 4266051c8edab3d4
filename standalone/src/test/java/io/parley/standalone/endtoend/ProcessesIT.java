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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The conversation with every service as a process of its own, started with the settings of `docker-compose.yml`.
@Tag("slow")
class ProcessesIT extends ConversationContract {

    @TempDir
    static Path folder;

    private static final String ADMIN = "admin-token-of-this-test";
    private static final JsonMapper JSON = new JsonMapper();
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

    @Test
    void tabs_on_two_nodes_see_the_same_though_one_node_sleeps_wakes_as_a_zombie_and_is_killed() throws Exception {
        var user = user();
        var second = system.startAnother("ingress-ws", "ingress-ws-2", Map.of("PARLEY_NODE_ID", "ws-2"));
        var there = URI.create("ws://localhost:" + system.port("ingress-ws-2") + "/ws/chat/" + user);
        try (var one = ChatClient.connect(chat(user, "tenant=shoes&session=1"));
                var two = ChatClient.connect(URI.create(there + "?tenant=shoes&session=2"))) {
            one.say("c1", "¿A qué hora abren?");
            awaitEntries(two, 2);
            assertThat(entries(one)).isEqualTo(entries(two));
            assertThat(nodesOf(user)).containsExactlyInAnyOrder("ws-1", "ws-2");

            second.pause();
            one.say("c2", "¿Y los sábados?");
            awaitEntries(one, 4);
            await().atMost(PATIENCE).until(() -> nodesOf(user), nodes -> nodes.equals(List.of("ws-1")));
            assertThat(entries(two)).hasSize(2);

            second.wake();
            awaitEntries(two, 4);
            await().atMost(PATIENCE).until(() -> nodesOf(user), nodes -> nodes.size() == 2);
            one.say("c3", "¿Y los domingos?");
            awaitEntries(two, 6);
            awaitEntries(one, 6);
            assertThat(entries(two)).isEqualTo(entries(one));

            second.kill();
            one.say("c4", "Gracias");
            awaitEntries(one, 8);
            var last = entries(two).getLast().path("position").asString();
            try (var again = ChatClient.connect(chat(user, "tenant=shoes&session=2&after=" + last))) {
                assertThat(again.await("resumed").path("recovered").asBoolean()).isTrue();
                assertThat(entries(again)).isEqualTo(entries(one).subList(6, 8));
                await().atMost(PATIENCE).until(() -> nodesOf(user), nodes -> nodes.equals(List.of("ws-1", "ws-1")));
            }
        }
    }

    private static void awaitEntries(ChatClient client, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.frames("message")).hasSizeGreaterThanOrEqualTo(count));
    }

    private static List<JsonNode> entries(ChatClient client) {
        return client.frames("message");
    }

    /// The nodes that hold the user's sockets, as the first node knows.
    private List<String> nodesOf(String user) throws Exception {
        var address = "http://localhost:" + system.port("ingress-ws") + "/admin/presence/shoes:shoes-web:g." + user;
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + ADMIN)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var presence =
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
            return presence.path("connections")
                    .valueStream()
                    .map(connection -> connection.path("node").asString())
                    .sorted()
                    .toList();
        }
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
