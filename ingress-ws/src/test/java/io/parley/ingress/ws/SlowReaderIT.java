package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One reader that never reads is sent away with 1013 and delays nobody.
class SlowReaderIT {

    private static final int ENTRIES = 60;

    private final Installed installed = Installed.shared();
    private final Node node = Node.shared();

    @Test
    void a_stuck_reader_is_closed_and_the_others_are_served() throws Exception {
        var router = new Router(installed, "shoes:shoes-web:g.stuck");
        try (var stuck = new StuckReader(node.port(), "/ws/chat/stuck?session=1")) {
            var open = router.resume(1);
            try (var healthy = Browser.open(node.port(), "/ws/chat/stuck?session=2")) {
                router.resume(2);
                healthy.awaitFrame("resumed");
                for (long i = 1; i <= ENTRIES; i++) {
                    router.live(open, i, i == 1 ? null : i - 1, i + "x".repeat(100_000));
                    var shown = (int) i;
                    await().pollInterval(Duration.ofMillis(5))
                            .until(() -> healthy.frames("message").size() == shown);
                }
                assertThat(stuck.readToClose()).isEqualTo(1013);
            }
        }
    }
}
