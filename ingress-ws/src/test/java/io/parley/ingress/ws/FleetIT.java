package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// What operators see and say, whichever node they ask: it is of all nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetIT {

    private static final String[] ADMIN = {"Authorization", "Bearer admin-token-of-the-tests"};

    private final Installed installed = Installed.shared();
    private final Node first = Node.shared();
    private Node other = first;

    @BeforeAll
    void start() {
        other = Node.start(installed.bootstrap(), "other", "--PARLEY_PUBLIC_URL=http://other.example");
    }

    @AfterAll
    void stop() {
        other.stop();
    }

    @Test
    void presence_tells_of_all_nodes_and_forgets_who_has_gone() throws Exception {
        var client = "shoes:shoes-web:g.present";
        try (var here = Browser.open(first.port(), "/ws/chat/present?session=tab-1");
                var there = Browser.open(other.port(), "/ws/chat/present?session=tab-2")) {
            here.awaitFrame("connected");
            there.awaitFrame("connected");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(presence(first, client)).hasSize(2));

            var connections = presence(other, client);
            assertThat(connections)
                    .extracting(connection -> connection.path("session").asString())
                    .containsExactlyInAnyOrder("tab-1", "tab-2");
            assertThat(connections)
                    .filteredOn(
                            connection -> connection.path("session").asString().equals("tab-2"))
                    .singleElement()
                    .satisfies(connection -> {
                        assertThat(connection.path("node").asString()).isEqualTo("other");
                        assertThat(connection.path("url").asString()).isEqualTo("http://other.example");
                        assertThat(connection.path("since").asString()).startsWith("20");
                    });

            there.socket().abort();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(presence(first, client)).hasSize(1));
        }
        assertThat(presence(first, "shoes:shoes-web:g.never")).isEmpty();
    }

    @Test
    void sockets_are_counted_over_all_nodes_by_tenant() throws Exception {
        try (var one = Browser.open(first.port(), "/ws/chat/counted?tenant=slow");
                var two = Browser.open(other.port(), "/ws/chat/counted?tenant=slow")) {
            one.awaitFrame("connected");
            two.awaitFrame("connected");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(sockets(first)
                                    .path("by_tenant")
                                    .path("slow")
                                    .asInt())
                            .isEqualTo(2));

            var seen = sockets(other);
            assertThat(seen.path("count").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(seen.path("nodes").valueStream())
                    .extracting(node -> node.path("node").asString())
                    .contains("shared", "other");
            var here = seen.path("here");
            assertThat(here.path("by_tenant").path("slow").asInt()).isEqualTo(1);
            assertThat(here.path("counts").path("frames_out").asLong()).isPositive();
            assertThat(here.path("draining").isNull()).isTrue();
            assertThat(other.get("/actuator/prometheus").body())
                    .contains("parley_tenant_sockets{channel=\"web\",service=\"ingress-ws\",tenant=\"slow\"} 1.0");
        }
    }

    @Test
    void a_broadcast_is_shown_once_on_every_socket_of_its_tenant_and_on_no_other() throws Exception {
        try (var here = Browser.open(first.port(), "/ws/chat/listener?session=1");
                var there = Browser.open(other.port(), "/ws/chat/listener?session=2");
                var foreign = Browser.open(first.port(), "/ws/chat/listener?tenant=slow")) {
            for (var browser : List.of(here, there, foreign)) {
                browser.awaitFrame("connected");
            }
            var said = other.post(
                    "/admin/broadcast",
                    "{\"tenant\":\"shoes\",\"event\":\"maintenance\",\"message\":\"Back at nine.\"}",
                    ADMIN);

            assertThat(said.statusCode()).isEqualTo(202);
            assertThat(here.awaitFrame("system").path("event").asString()).isEqualTo("maintenance");
            assertThat(there.awaitFrame("system").path("message").asString()).isEqualTo("Back at nine.");
            // A second one comes behind the first: until then, nothing came twice.
            other.post("/admin/broadcast", "{\"tenant\":\"shoes\",\"event\":\"again\",\"message\":\"x\"}", ADMIN);
            other.post("/admin/broadcast", "{\"tenant\":\"slow\",\"event\":\"last\",\"message\":\"x\"}", ADMIN);
            foreign.awaitFrame("system");
            here.awaitFrame(frame -> frame.path("event").asString("").equals("again"));
            assertThat(here.frames("system")).hasSize(2);
            assertThat(there.frames("message")).isEmpty();
            assertThat(foreign.frames("system"))
                    .extracting(frame -> frame.path("event").asString())
                    .containsExactly("last");
        }
    }

    @Test
    void who_may_not_and_what_makes_no_sense_is_refused() throws Exception {
        assertThat(first.get("/admin/sockets").statusCode()).isEqualTo(401);
        assertThat(first.get("/admin/presence/x", "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(refusal("{\"tenant\":\"nobody\",\"event\":\"e\",\"message\":\"m\"}"))
                .isEqualTo(404);
        assertThat(refusal("{\"tenant\":\"shoes\",\"event\":\"retracted\",\"message\":\"m\"}"))
                .isEqualTo(400);
        assertThat(refusal("{\"tenant\":\"shoes\",\"event\":\"e\"}")).isEqualTo(400);
        assertThat(refusal("{\"tenant\":\"shoes\",\"event\":\"e\",\"message\":\"" + "x".repeat(2_001) + "\"}"))
                .isEqualTo(400);
    }

    private int refusal(String body) throws Exception {
        return first.post("/admin/broadcast", body, ADMIN).statusCode();
    }

    private static List<JsonNode> presence(Node asked, String client) throws Exception {
        var answer = Browser.json(asked.get("/admin/presence/" + client, ADMIN).body());
        var connections = answer.path("connections").valueStream().toList();
        assertThat(answer.path("connected").asBoolean()).isEqualTo(!connections.isEmpty());
        return connections;
    }

    private static JsonNode sockets(Node asked) throws Exception {
        return Browser.json(asked.get("/admin/sockets", ADMIN).body());
    }
}
