package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// Who is let in is decided before the upgrade.
class AdmissionIT {

    private final Node node = Node.shared();
    private final Instant soon = Clock.systemUTC().instant().plusSeconds(600);

    @Test
    void a_token_as_header_or_as_subprotocol_lets_its_user_in() throws Exception {
        var token = Tokens.of("shoes", "ana", soon);
        try (var byHeader = Browser.open(node.port(), "/ws/chat/ana", Map.of("Authorization", "Bearer " + token));
                var byProtocol = Browser.open(node.port(), "/ws/chat/ana", Map.of(), "parley.v1", "bearer." + token)) {
            assertThat(byHeader.awaitFrame("connected").path("client_id").asString())
                    .isEqualTo("shoes:shoes-web:u.ana");
            assertThat(byProtocol.awaitFrame("connected").path("client_id").asString())
                    .isEqualTo("shoes:shoes-web:u.ana");
            assertThat(byProtocol.socket().getSubprotocol()).isEqualTo("parley.v1");
        }
    }

    @Test
    void a_token_in_the_query_is_no_token() throws Exception {
        assertThat(refusal("/ws/chat/ana?tenant=staff&token=" + Tokens.of("staff", "ana", soon)))
                .isEqualTo(401);
    }

    @Test
    void who_is_not_who_the_token_says_stays_out() throws Exception {
        var ana = Tokens.of("shoes", "ana", soon);
        assertThat(refusal("/ws/chat/ben", "Authorization", "Bearer " + ana)).isEqualTo(403);
        assertThat(refusal("/ws/chat/ana?tenant=lab", "Authorization", "Bearer " + ana))
                .isEqualTo(403);
        assertThat(refusal("/ws/chat/ana", "Authorization", "Bearer " + ana + "x"))
                .isEqualTo(401);
        assertThat(refusal("/ws/chat/ana", "Authorization", "Bearer " + Tokens.of("shoes", "ana", Instant.EPOCH)))
                .isEqualTo(401);
        // An empty secret refuses every token.
        assertThat(refusal("/ws/chat/ana", "Authorization", "Bearer " + Tokens.of("lab", "ana", soon)))
                .isEqualTo(401);
    }

    @Test
    void guests_come_in_where_they_may() {
        assertThat(refusal("/ws/chat/ana?tenant=lab")).isEqualTo(401);
        assertThat(refusal("/ws/chat/ana?tenant=staff")).isEqualTo(401);
        assertThat(refusal("/ws/chat/ana?tenant=nobody")).isEqualTo(404);
        assertThat(refusal("/ws/chat/ana?tenant=phones")).isEqualTo(404);
        assertThat(refusal("/ws/chat/a%20b")).isEqualTo(404);
    }

    @Test
    void a_guest_token_from_an_allowed_origin_lets_a_guest_in() throws Exception {
        var origin = "https://lab.example";
        assertThat(node.post("/v1/tenants/lab/guest-tokens", "{}", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.post("/v1/tenants/staff/guest-tokens", "{}", "Origin", origin)
                        .statusCode())
                .isEqualTo(403);
        assertThat(node.post("/v1/tenants/nobody/guest-tokens", "{}", "Origin", origin)
                        .statusCode())
                .isEqualTo(404);

        var answer = node.post("/v1/tenants/lab/guest-tokens", "{\"user_id\":\"guest1\"}", "Origin", origin);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
        var token = Browser.json(answer.body()).path("token").asString();
        try (var guest = Browser.open(
                node.port(), "/ws/chat/guest1", Map.of("Origin", origin), "parley.v1", "bearer." + token)) {
            assertThat(guest.awaitFrame("connected").path("client_id").asString())
                    .isEqualTo("lab:lab-web:g.guest1");
        }
        assertThat(refusal("/ws/chat/guest1", "Authorization", "Bearer " + token, "Origin", "https://evil.example"))
                .isEqualTo(403);
    }

    @Test
    void a_browser_is_told_by_the_tenants_origins_whether_a_page_may_ask_for_a_guest_token() throws Exception {
        var path = "/v1/tenants/lab/guest-tokens";
        var allowed = node.preflight(path, "https://lab.example", "POST");
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).contains("https://lab.example");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers")).contains("content-type");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(allowed.headers().allValues("Vary")).contains("Origin");

        assertNotAllowed(path, "https://evil.example", "POST");
        assertNotAllowed(path, "https://lab.example.evil.example", "POST");
        assertNotAllowed(path, "http://lab.example", "POST");
        assertNotAllowed(path, "https://lab.example:8443", "POST");
        assertNotAllowed(path, "null", "POST");
        assertNotAllowed(path, "https://lab.example", "DELETE");
        assertThat(node.preflight("/v1/tenants/nobody/guest-tokens", "https://lab.example", "POST")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private void assertNotAllowed(String path, String origin, String method) throws Exception {
        var refused = node.preflight(path, origin, method);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void the_page_learns_whom_anybody_may_write_to() throws Exception {
        var tenants = node.get("/v1/tenants");
        assertThat(tenants.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(tenants.body())
                .isEqualTo("[{\"id\":\"shoes\",\"name\":\"Zapatos\",\"language\":\"es\"},"
                        + "{\"id\":\"slow\",\"name\":\"Slow\",\"language\":\"en\"}]");
    }

    @Test
    void who_is_no_websocket_is_told_so() throws Exception {
        assertThat(node.get("/ws/chat/ana").statusCode()).isEqualTo(426);
    }

    @Test
    void only_so_many_sockets_of_one_user_are_let_in() throws Exception {
        try (var one = Browser.open(node.port(), "/ws/chat/many?session=1");
                var two = Browser.open(node.port(), "/ws/chat/many?session=2");
                var three = Browser.open(node.port(), "/ws/chat/many?session=3")) {
            one.awaitFrame("connected");
            two.awaitFrame("connected");
            three.awaitFrame("connected");
            assertThat(refusal("/ws/chat/many?session=4")).isEqualTo(503);
        }
    }

    @Test
    void health_is_told_without_a_token_and_nothing_else_is() throws Exception {
        assertThat(node.get("/health").statusCode()).isEqualTo(200);
        assertThat(node.get("/ready").statusCode()).isEqualTo(200);
        assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(node.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(node.get("/actuator/prometheus").body()).contains("parley_sockets");
        assertThat(node.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    private int refusal(String path, String... headers) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        var failure = catchThrowableOfType(
                ExecutionException.class,
                () -> Browser.open(node.port(), path, map).close());
        return failure.getCause() instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : 0;
    }
}
