package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.Phase;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// A node that goes lets nobody in and nobody down.
class DrainIT {

    private static final String TOKEN = "Bearer admin-token-of-the-tests";

    private final Installed installed = Installed.shared();

    @Test
    void a_draining_node_sends_idle_sockets_away_at_once_and_the_one_that_is_being_answered_after_its_answer()
            throws Exception {
        try (var node = Node.start(installed.bootstrap(), "draining", "--PARLEY_DRAIN_PATIENCE=20s")) {
            var router = new Router(installed, "shoes:shoes-web:g.waiting");
            var waiting = Browser.open(node.port(), "/ws/chat/waiting");
            var open = router.resume(1);
            waiting.awaitFrame("resumed");
            router.phase(open, "turn-1", Phase.THINKING);
            waiting.awaitFrame("progress");
            var idle = Browser.open(node.port(), "/ws/chat/idle-at-drain");
            new Router(installed, "shoes:shoes-web:g.idle-at-drain").resume(1);
            idle.awaitFrame("resumed");

            assertThat(node.post("/admin/drain", "").statusCode()).isEqualTo(401);
            assertThat(node.post("/admin/drain", "", "Authorization", TOKEN).statusCode())
                    .isEqualTo(202);

            assertThat(node.get("/ready").statusCode()).isEqualTo(503);
            assertRefused(node);
            assertThat(idle.awaitFrame("draining").path("reconnect_after_ms").asInt(-1))
                    .isBetween(0, 1_000);
            assertThat(idle.awaitClose()).isEqualTo(1012);
            assertThat(waiting.frames("draining")).isEmpty();

            var stopped = CompletableFuture.runAsync(node::stop);
            router.lastOfTurn(open, 1, null, "turn-1");

            waiting.awaitFrame("completed");
            assertThat(waiting.awaitClose()).isEqualTo(1012);
            assertThat(List.of(
                            waiting.frames("message").size(),
                            waiting.frames("draining").size()))
                    .containsExactly(1, 1);
            await().atMost(Duration.ofSeconds(20)).until(stopped::isDone);
        }
    }

    private static void assertRefused(Node node) {
        var failure = Assertions.catchThrowableOfType(
                ExecutionException.class,
                () -> Browser.open(node.port(), "/ws/chat/late").close());
        assertThat(failure.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
            assertThat(refused.getResponse().statusCode()).isEqualTo(503);
            assertThat(refused.getResponse().headers().firstValue("Retry-After"))
                    .isPresent();
        });
    }
}
