package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.Rounds;
import io.parley.campaign.faults.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accepted means kept, whatever dies, and everybody sees their own words and answers only, in their own order. Over
/// three nodes and two routers, with people of three tenants: nodes and routers are killed, paused, rolled, cut off
/// from Kafka or robbed of their state, one of the stores is killed, at last everything at once. The long forms are
/// `./parley campaign sockets --clients 2000 --length 10m` and `./parley campaign --kills 20 --target all`.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class CampaignIT {

    private static final int PEOPLE = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// The promise is 8 s, and `campaign sockets` holds a run against it. Here a build shares two cores with ten
    /// services, so that the start of a process alone can take that long; what never comes by itself is seen.
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /// Just longer than a silent node or router is waited for, so that each wakes as a zombie.
    private static final Duration AWAY = Duration.ofSeconds(8);

    @Test
    void nothing_accepted_is_lost_doubled_or_mixed_up_whatever_befalls_the_processes(RunningSystem system)
            throws Exception {
        // given
        long seed = RunningSystem.seed();
        var faults = faults(seed);

        // when
        var talk = new RunningSystem.Talk(seed, PEOPLE, 20, Duration.ofSeconds(20), PATIENCE);
        var verdict = system.run(talk, faults, SILENCE);

        // then
        assertThat(verdict.violations()).as("seed %d, %s", seed, faults).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("faults", (double) faults.size())
                .containsEntry("clients", (double) PEOPLE);
        assertThat(verdict.figures().get("answered")).isGreaterThan(500);
    }

    /// Half of a round, then one of the stores, and everything at once; each build draws anew.
    private static List<PlannedFault> faults(long seed) {
        var layout = RunningSystem.LAYOUT;
        var schedule = new Schedule(seed, layout.targets());
        var round = new Rounds(seed, layout.nodeNames(), layout.routerNames()).round();
        var faults = new ArrayList<>(round.subList(0, round.size() / 2));
        faults.addAll(schedule.kills(1, seed % 2 == 0 ? "kafka" : "postgres"));
        faults.addAll(schedule.kills(1, "all"));
        return faults.stream().map(CampaignIT::hastened).toList();
    }

    private static PlannedFault hastened(PlannedFault fault) {
        var length = fault.length().compareTo(AWAY) > 0 ? AWAY : fault.length();
        return new PlannedFault(fault.kind(), Duration.ofSeconds(1), fault.targets(), length);
    }
}
