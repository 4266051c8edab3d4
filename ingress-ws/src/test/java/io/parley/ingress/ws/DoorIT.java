package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.latin1;
import static io.parley.ingress.ws.WireFrames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How many come in, and how fast, by client, address and tenant; and who takes too long to say what it wants. The
/// node stands behind a proxy at 127.0.0.1.
class DoorIT {

    private static final String PATH = "/ws/chat/door-";
    private static final Pattern NOBODY = Pattern.compile("parley_sockets\\S* 0\\.0");

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.start(
                Installed.shared().bootstrap(),
                "door",
                "--PARLEY_TRUSTED_PROXIES=127.0.0.1",
                "--PARLEY_WS_REQUEST_TIMEOUT=1s",
                "--PARLEY_WS_ADDRESS_CONNECTIONS=2",
                "--PARLEY_WS_ADDRESS_UPGRADES=6",
                "--PARLEY_WS_ADDRESS_MESSAGES=6",
                "--parley.ws.max-sockets=8");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void nobodyIsHere() {
        await().pollInterval(Duration.ofMillis(20))
                .until(() ->
                        NOBODY.matcher(node.get("/actuator/prometheus").body()).find());
    }

    @Test
    void an_address_holds_only_so_many_sockets_whoever_they_are_of() throws Exception {
        try (var one = open("one", "203.0.113.1");
                var two = open("two", "203.0.113.1")) {
            var refused = knock("three", "203.0.113.1");
            assertThat(refused).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
            assertThat(knock("three", "203.0.113.2")).startsWith("HTTP/1.1 101 ");

            two.hangUp();

            await().until(() -> knock("three", "203.0.113.1").startsWith("HTTP/1.1 101 "));
            one.write(text(JSON_PING));
            assertThat(one.hear()).isEqualTo("pong");
        }
    }

    @Test
    void an_address_may_ask_only_so_often() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(knock("a%20b", "203.0.113.3")).startsWith("HTTP/1.1 404 ");
        }
        assertThat(knock("a%20b", "203.0.113.3")).startsWith("HTTP/1.1 429 ").contains("Retry-After: ");
        assertThat(knock("a%20b", "203.0.113.4")).startsWith("HTTP/1.1 404 ");
        var guestToken = node.post("/v1/tenants/lab/guest-tokens", "{}", "X-Forwarded-For", "203.0.113.3");
        assertThat(guestToken.statusCode()).isEqualTo(429);
        assertThat(guestToken.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void an_address_may_write_only_so_much_and_is_told_so_in_all_fairness() throws Exception {
        try (var one = open("writer", "203.0.113.5");
                var two = open("other", "203.0.113.5");
                var elsewhere = open("elsewhere", "203.0.113.6")) {
            for (int i = 0; i < 20; i++) {
                one.write(text(WireFrames.message("m" + i)));
                assertThat(one.hear()).isEqualTo("accepted m" + i);
            }
            two.write(text(WireFrames.message("x")));
            assertThat(two.hear()).isEqualTo("error RATE_LIMITED");
            elsewhere.write(text(WireFrames.message("y")));
            assertThat(elsewhere.hear()).isEqualTo("accepted y");
        }
    }

    @Test
    void a_tenant_holds_only_so_many_sockets_and_the_others_still_come_in() throws Exception {
        try (var _ = open("t1?tenant=slow", "203.0.113.11");
                var _ = open("t2?tenant=slow", "203.0.113.12");
                var _ = open("t3?tenant=slow", "203.0.113.13");
                var _ = open("t4?tenant=slow", "203.0.113.14");
                var _ = open("t5?tenant=slow", "203.0.113.15")) {
            assertThat(knock("t6?tenant=slow", "203.0.113.16"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("Retry-After: ");
            assertThat(knock("t6", "203.0.113.16")).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void a_node_holds_only_so_many_sockets_in_all() throws Exception {
        var peers = new ArrayList<WirePeer>();
        try {
            for (int i = 0; i < 8; i++) {
                peers.add(open("n" + i, "203.0.113.5" + i));
            }
            assertThat(knock("n9", "203.0.113.60")).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
        } finally {
            for (var peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void the_client_cannot_choose_its_address() throws Exception {
        try (var _ = open("s1", "203.0.113.21");
                var _ = open("s2", "198.51.100.9, 203.0.113.21")) {
            assertThat(knock("s3", "198.51.100.7, 203.0.113.21")).startsWith("HTTP/1.1 503 ");
            assertThat(knock("s3", "203.0.113.21, 198.51.100.7, 127.0.0.1")).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void the_standard_header_tells_the_address_too() throws Exception {
        var forwarded = "Forwarded: for=1.2.3.4, for=\"[2001:db8::1]:4711\";proto=https";
        try (var _ = enter(PATH + "f1", forwarded);
                var _ = enter(PATH + "f2", "Forwarded: For=\"[2001:db8::2]\"")) {
            assertThat(answer(PATH + "f3", forwarded)).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void nobody_but_the_proxy_is_believed() throws Exception {
        try (var _ = open("p1", "203.0.113.31");
                var _ = open("p2", "203.0.113.31");
                var stranger = WirePeer.connectFrom("127.0.0.2", node.port())) {
            stranger.write(latin1(WirePeer.upgrade(PATH + "p3", "X-Forwarded-For: 203.0.113.31")));
            assertThat(stranger.head()).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void who_takes_too_long_to_ask_is_cut_off_and_who_holds_a_socket_is_not() throws Exception {
        try (var socket = open("steady", "203.0.113.41");
                var silent = WirePeer.connect(node.port());
                var slowHead = WirePeer.connect(node.port());
                var slowBody = WirePeer.connect(node.port())) {
            slowHead.write(latin1(head("GET / HTTP/1.1", "Host: localhost", "X-Slow: ")));
            slowBody.write(latin1(head(
                    "POST /v1/tenants/lab/guest-tokens HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Content-Length: 1000",
                    "",
                    "")));
            awaitCut(slowHead);
            awaitCut(slowBody);
            assertThat(silent.hear()).isEqualTo(WirePeer.END);
            socket.write(text(JSON_PING));
            assertThat(socket.hear()).isEqualTo("pong");
        }
    }

    /// Goes on sending an octet now and then, for as long as it is let.
    private static void awaitCut(WirePeer slow) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    slow.write(latin1(" "));
                    return slow.isCut();
                });
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines);
    }

    private static WirePeer open(String user, String address) throws IOException {
        return enter(PATH + user, "X-Forwarded-For: " + address);
    }

    /// Opens a socket that the node has counted: who gets a pong has been let in for good.
    private static WirePeer enter(String path, String... headers) throws IOException {
        var peer = WirePeer.open(node.port(), path, headers);
        peer.write(text(JSON_PING));
        assertThat(peer.hear()).isEqualTo("pong");
        return peer;
    }

    private static String knock(String user, String address) throws IOException {
        return answer(PATH + user, "X-Forwarded-For: " + address);
    }

    private static String answer(String path, String... headers) throws IOException {
        try (var peer = WirePeer.connect(node.port())) {
            peer.write(latin1(WirePeer.upgrade(path, headers)));
            return peer.head();
        }
    }
}
