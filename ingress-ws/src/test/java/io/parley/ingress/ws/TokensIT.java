package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.PlainJWT;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tokens of a login that publishes its keys, and tokens that are renewed while an answer is being written.
class TokensIT {

    private final Installed installed = Installed.shared();
    private final Node node = Node.shared();
    private final Login login = installed.login();
    private final Instant now = Clock.systemUTC().instant();
    private final Instant soon = now.plusSeconds(600);

    @Test
    void tokens_of_a_key_set_let_their_user_in_and_a_new_key_counts_at_once() throws Exception {
        var first = login.newRsaKey("first");
        var clara = Login.claims("club", "clara", soon);
        try (var browser = open("/ws/chat/clara", Login.sign(first, clara.build()))) {
            assertThat(browser.awaitFrame("connected").path("client_id").asString())
                    .isEqualTo("club:club-web:u.clara");
        }
        assertRefused(
                "/ws/chat/clara", Login.sign(first, clara.issuer("elsewhere").build()));
        assertRefused(
                "/ws/chat/clara",
                new PlainJWT(Login.claims("club", "clara", soon).build()).serialize());
        assertRefused(
                "/ws/chat/clara",
                Login.sign(
                        first,
                        Login.claims("club", "clara", soon).audience("shop").build()));

        var second = login.newEllipticKey("second");

        try (var browser = open(
                "/ws/chat/ben",
                Login.sign(second, Login.claims("club", "ben", soon).build()))) {
            browser.awaitFrame("connected");
        }
    }

    @Test
    void an_answer_flows_on_while_its_reader_renews_the_token() throws Exception {
        var router = new Router(installed, "shoes:shoes-web:u.reader");
        try (var browser = open("/ws/chat/reader", Tokens.of("shoes", "reader", soon))) {
            var open = router.resume(1);
            browser.awaitFrame("resumed");
            for (int i = 0; i < 15; i++) {
                router.delta(open, "t1", "piece " + i);
                var subject = i % 3 == 0 ? "somebody-else" : "reader";
                browser.send(refresh(Tokens.of("shoes", subject, soon.plusSeconds(i))));
            }
            awaitPieces(browser, 15);
            await().until(() -> browser.frames("error").size() == 5);
            assertThat(browser.frames("error"))
                    .allMatch(error -> error.path("code").asString().equals("TOKEN_REFUSED"));
            browser.send(WireFrames.JSON_PING).awaitFrame("pong");
        }
    }

    @Test
    void an_answer_flows_on_while_the_login_is_asked_for_its_keys() throws Exception {
        var key = login.newRsaKey("known");
        var router = new Router(installed, "guild:guild-web:u.eva");
        try (var browser = open(
                "/ws/chat/eva",
                Login.sign(key, Login.claims("guild", "eva", soon).build()))) {
            var open = router.resume(1);
            browser.awaitFrame("resumed");
            var other = login.newRsaKey("not-known-yet");
            login.hold();
            browser.send(
                    refresh(Login.sign(other, Login.claims("guild", "eva", soon).build())));
            await().until(login::isAsked);

            for (int i = 0; i < 5; i++) {
                router.delta(open, "t1", "piece " + i);
            }
            awaitPieces(browser, 5);

            login.release();
            browser.send(WireFrames.JSON_PING).awaitFrame("pong");
        } finally {
            login.release();
        }
    }

    @Test
    void a_wrong_token_changes_nothing_and_the_old_one_counts_to_its_end() throws Exception {
        var token = Tokens.of("shoes", "leaving", now.plusSeconds(1));
        try (var browser = open("/ws/chat/leaving", token)) {
            browser.awaitFrame("connected");
            browser.send(refresh(Tokens.of("shoes", "other", soon)))
                    .send(refresh(Tokens.of("staff", "leaving", soon)))
                    .send(refresh(Tokens.of("shoes", "leaving", Instant.EPOCH)))
                    .send(refresh("nonsense"));
            await().until(() -> browser.frames("error").size() >= 4);
            browser.send(WireFrames.JSON_PING).awaitFrame("pong");

            assertThat(browser.awaitClose()).isEqualTo(4401);
        }
    }

    private static void awaitPieces(Browser browser, int number) {
        List<String> pieces =
                IntStream.range(0, number).mapToObj(i -> "piece " + i).toList();
        await().untilAsserted(() -> assertThat(browser.frames("delta"))
                .extracting(frame -> frame.path("text").asString())
                .isEqualTo(pieces));
    }

    private static String refresh(String token) {
        return "{\"type\":\"refresh\",\"token\":\"" + token + "\"}";
    }

    private void assertRefused(String path, String token) {
        assertThatThrownBy(() -> open(path, token).close())
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    private Browser open(String path, String token) throws Exception {
        return Browser.open(node.port(), path, Map.of("Authorization", "Bearer " + token));
    }
}
