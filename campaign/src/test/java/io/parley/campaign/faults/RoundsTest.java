package io.parley.campaign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final List<String> NODES = List.of("ingress-ws", "ingress-ws-2", "ingress-ws-3");
    private static final List<String> ROUTERS = List.of("egress-router", "egress-router-2");

    @Test
    void the_same_seed_gives_the_same_faults() {
        var whole = Duration.ofMinutes(10);

        assertThat(new Rounds(7, NODES, ROUTERS).within(whole))
                .isEqualTo(new Rounds(7, NODES, ROUTERS).within(whole))
                .isNotEqualTo(new Rounds(8, NODES, ROUTERS).within(whole))
                .hasSizeBetween(25, 60);
    }

    @Test
    void a_round_has_every_fault_once() {
        assertThat(new Rounds(7, NODES, ROUTERS).round())
                .extracting(
                        fault -> fault.kind() + (NODES.containsAll(fault.targets()) ? " of a node" : " of a router"))
                .containsExactlyInAnyOrder(
                        "KILL of a node",
                        "KILL of a router",
                        "PAUSE of a node",
                        "PAUSE of a router",
                        "ROLL of a node",
                        "ROLL of a router",
                        "FORGET of a router",
                        "CUT of a node");
    }

    @Test
    void a_paused_or_cut_off_process_is_away_for_longer_than_it_is_waited_for() {
        assertThat(new Rounds(7, NODES, ROUTERS).within(Duration.ofHours(1)))
                .filteredOn(fault -> fault.kind() == Kind.PAUSE || fault.kind() == Kind.CUT)
                .allMatch(fault -> fault.length().compareTo(Duration.ofSeconds(7)) > 0);
    }

    @Test
    void the_only_node_is_not_cut_off() {
        assertThat(new Rounds(7, List.of("ingress-ws"), ROUTERS).round())
                .extracting(PlannedFault::kind)
                .doesNotContain(Kind.CUT);
    }
}
