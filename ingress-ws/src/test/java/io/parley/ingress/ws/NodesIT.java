package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SocketNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Nodes beside each other, and how one goes.
class NodesIT {

    private final Installed installed = Installed.shared();
    private final Node first = Node.shared();

    @Test
    void two_nodes_hold_different_slots_and_one_that_stops_goes_in_good_order() throws Exception {
        var router = new Router(installed, "shoes:shoes-web:g.wanderer");
        Browser here = Browser.open(first.port(), "/ws/chat/wanderer?session=1");
        try (var second = Node.start(installed.bootstrap(), "second");
                here) {
            var there = Browser.open(second.port(), "/ws/chat/wanderer?session=2");
            var onFirst = router.resume(1);
            var onSecond = router.resume(2);
            assertThat(onSecond.getSlot()).isNotEqualTo(onFirst.getSlot());
            assertThat(onSecond.getConnection()).isNotEqualTo(onFirst.getConnection());
            there.awaitFrame("resumed");

            second.stop();

            assertThat(there.awaitFrame("draining").path("reconnect_after_ms").isNumber())
                    .isTrue();
            assertThat(there.awaitClose()).isEqualTo(1012);
            assertThat(router.awaitEvent(SessionEvent.CLOSE, 1).getSlot()).isEqualTo(onSecond.getSlot());
            assertThat(installed.nodes())
                    .filteredOn(node -> node.getBootId().equals(onSecond.getBootId()))
                    .extracting(SocketNode::getEvent)
                    .startsWith(NodeEvent.CLAIM)
                    .endsWith(NodeEvent.RELEASE);
            here.send("{\"type\":\"ping\"}").awaitFrame("pong");
        }
    }

    @Test
    void the_node_says_that_it_lives() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> installed.nodes().stream()
                        .anyMatch(node -> node.getEvent() == NodeEvent.HEARTBEAT
                                && node.getNode().equals("shared")));
    }
}
