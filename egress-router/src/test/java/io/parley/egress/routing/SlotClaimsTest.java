package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.bytes;
import static io.parley.egress.routing.RoutingFixture.open;
import static io.parley.schemas.avro.NodeEvent.CLAIM;
import static io.parley.schemas.avro.NodeEvent.HEARTBEAT;
import static io.parley.schemas.avro.NodeEvent.RELEASE;
import static io.parley.schemas.avro.NodeEvent.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.Outbound;
import io.parley.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotClaimsTest {

    @TempDir
    Path state;

    private RoutingFixture router;
    private int said;

    @BeforeEach
    void start() {
        router = new RoutingFixture(state);
        router.node(3, "boot-a", CLAIM);
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_node_whose_slot_was_taken_gets_nothing_more_and_its_rows_are_forgotten() {
        router.pass(Duration.ofSeconds(11));
        router.node(3, "boot-b", CLAIM);

        assertThat(receivers()).isEmpty();
        assertThat(router.rows(Sockets.STORE)).isZero();
    }

    @Test
    void a_claim_on_a_slot_that_is_held_changes_nothing() {
        router.pass(Duration.ofSeconds(9));
        router.node(3, "boot-b", CLAIM);
        router.node(3, "boot-b", HEARTBEAT);

        assertThat(receivers()).containsExactly("boot-a");
    }

    @Test
    void what_a_newer_version_says_claims_nothing() {
        router.pass(Duration.ofSeconds(11));
        router.node(3, "boot-b", UNKNOWN);

        assertThat(receivers()).containsExactly("boot-a");
    }

    @Test
    void a_former_holder_that_wakes_up_is_not_heard() {
        router.pass(Duration.ofSeconds(11));
        router.node(3, "boot-b", CLAIM);
        router.session(open(ANA, 3, "boot-b", 1));
        router.pass(Duration.ofSeconds(1));
        router.web();

        router.node(3, "boot-a", HEARTBEAT);
        router.session(open(ANA, 3, "boot-a", 2));

        assertThat(router.web()).isEmpty();
        assertThat(receivers()).containsExactly("boot-b");
    }

    @Test
    void a_released_slot_gets_nothing_more() {
        router.node(3, "boot-a", RELEASE);

        assertThat(receivers()).isEmpty();
    }

    @Test
    void a_node_that_has_fallen_silent_while_others_speak_gets_nothing_more() {
        router.node(4, "boot-c", CLAIM);
        router.pass(Duration.ofSeconds(31));
        router.node(4, "boot-c", HEARTBEAT);

        assertThat(receivers()).isEmpty();
    }

    @Test
    void nodes_of_which_nothing_more_is_read_are_not_taken_for_dead() {
        router.pass(Duration.ofMinutes(10));

        assertThat(receivers()).containsExactly("boot-a");
    }

    @Test
    void a_boot_that_the_log_of_nodes_has_not_shown_yet_is_served() {
        router.pass(Duration.ofSeconds(1));
        router.session(open(ANA, 3, "boot-new", 1));
        router.web();

        assertThat(receivers()).containsExactly("boot-new");
    }

    @Test
    void bad_bytes_among_the_nodes_records_are_counted_and_left_out() {
        router.sendBytes(Topics.SOCKET_NODES, bytes("3"), bytes("?"));
        router.sendBytes(Topics.SOCKET_NODES, null, null);

        assertThat(receivers()).containsExactly("boot-a");
        assertThat(router.count("parley.dead.letters", "topic", Topics.SOCKET_NODES))
                .isOne();
    }

    private List<String> receivers() {
        router.say(ANA, "r" + said++);
        return router.web().stream().map(Outbound::getBootId).toList();
    }
}
