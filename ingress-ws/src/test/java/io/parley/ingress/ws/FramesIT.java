package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a client may say, and what happens when it says something else.
class FramesIT {

    private final Node node = Node.shared();

    @Test
    void a_bad_frame_gets_an_error_and_the_next_message_is_accepted() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/clumsy")) {
            browser.send("not json")
                    .send("[1]")
                    .send("{\"type\":\"dance\",\"id\":\"x\"}")
                    .send("{\"text\":7}");
            browser.socket().sendBinary(ByteBuffer.wrap(new byte[3]), true).get(5, TimeUnit.SECONDS);
            browser.send("{\"text\":\"fine\",\"id\":\"c1\"}");
            browser.awaitFrame("accepted");
            assertThat(browser.frames("error"))
                    .hasSize(5)
                    .allMatch(error -> error.path("code").asString().equals("INVALID_FRAME"));
        }
    }

    @Test
    void twenty_bad_frames_within_a_minute_close_the_socket() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/hopeless")) {
            for (int i = 0; i < 20; i++) {
                browser.send("{");
            }
            assertThat(browser.awaitClose()).isEqualTo(1008);
            assertThat(browser.frames("error")).hasSize(20);
        }
    }

    @Test
    void a_frame_over_64_kilobytes_closes_the_socket() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/large")) {
            browser.send("{\"text\":\"" + "x".repeat(66_000) + "\"}");
            assertThat(browser.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void too_long_a_text_is_refused_by_its_id() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/wordy")) {
            browser.send("{\"text\":\"" + "x".repeat(8_001) + "\",\"id\":\"long\"}");
            var error = browser.awaitFrame("error");
            assertThat(error.path("code").asString()).isEqualTo("TEXT_TOO_LONG");
            assertThat(error.path("id").asString()).isEqualTo("long");
            browser.send("{\"text\":\"" + "ñ".repeat(8_000) + "\",\"id\":\"fits\"}");
            assertThat(browser.awaitFrame("accepted").path("id").asString()).isEqualTo("fits");
        }
    }

    @Test
    void who_writes_too_fast_is_told_how_long_to_wait() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/hasty?tenant=slow")) {
            browser.send("{\"text\":\"1\",\"id\":\"a\"}")
                    .send("{\"text\":\"2\",\"id\":\"b\"}")
                    .send("{\"text\":\"3\",\"id\":\"c\"}");
            var error = browser.awaitFrame("error");
            assertThat(error.path("code").asString()).isEqualTo("RATE_LIMITED");
            assertThat(error.path("id").asString()).isEqualTo("c");
            assertThat(error.path("retry_after_ms").asLong()).isPositive();
            browser.awaitFrame(frame -> browser.frames("accepted").size() == 2);
        }
    }

    @Test
    void the_window_to_come_back_in_is_told_first_and_then_with_each_sign_of_life() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/patient")) {
            for (var frame : List.of(
                    browser.awaitFrame("connected"),
                    browser.send("{\"type\":\"ping\"}").awaitFrame("pong"))) {
                assertThat(frame.path("reconnect_window_ms").asInt()).isEqualTo(1000);
            }
        }
    }

    @Test
    void status_and_ping_are_answered_in_both_spellings() throws Exception {
        try (var browser = Browser.open(node.port(), "/ws/chat/curious")) {
            browser.send("{\"action\":\"ping\"}").awaitFrame("pong");
            browser.send("{\"action\":\"get_status\"}");
            var status = browser.awaitFrame("status");
            assertThat(status.path("sockets").asInt()).isEqualTo(1);
            assertThat(status.path("waiting").asInt()).isZero();
            assertThat(status.path("connected_since").asString()).endsWith("Z");
        }
    }

    @Test
    void a_token_that_ends_closes_the_socket_unless_it_is_refreshed() throws Exception {
        var now = Clock.systemUTC().instant();
        var token = Tokens.of("shoes", "short", now.plusSeconds(1));
        try (var forgets = Browser.open(node.port(), "/ws/chat/short?session=1", bearer(token));
                var refreshes = Browser.open(node.port(), "/ws/chat/short?session=2", bearer(token))) {
            refreshes.send(
                    "{\"type\":\"refresh\",\"token\":\"" + Tokens.of("shoes", "other", now.plusSeconds(60)) + "\"}");
            assertThat(refreshes.awaitFrame("error").path("code").asString()).isEqualTo("TOKEN_REFUSED");
            refreshes.send(
                    "{\"type\":\"refresh\",\"token\":\"" + Tokens.of("shoes", "short", now.plusSeconds(60)) + "\"}");

            assertThat(forgets.awaitClose()).isEqualTo(4401);
            assertThat(forgets.awaitFrame("error").path("code").asString()).isEqualTo("TOKEN_EXPIRED");
            refreshes.send("{\"type\":\"ping\"}").awaitFrame("pong");
        }
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
