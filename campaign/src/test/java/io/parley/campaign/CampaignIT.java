package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.Rounds;
import io.parley.campaign.faults.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accepted means kept, whatever dies, and each of hundreds of people of three tenants sees its own words and answers
/// only, in its own order: `kill -9` of the stores, the worker and of everything at once; WebSocket nodes and routers
/// killed, paused, rolled, cut off from Kafka, robbed of their state. The long forms are `./parley campaign --kills 20
/// --target all` and `./parley campaign sockets --clients 2000 --length 10m`.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class CampaignIT {

    @Test
    void nothing_accepted_is_lost_doubled_or_mixed_up_whatever_befalls_the_processes(RunningSystem system)
            throws Exception {
        // given
        long seed = Long.getLong("parley.seed", System.nanoTime() % 1_000_000);
        var schedule = new Schedule(seed, system.deployment().targets());
        var faults = new ArrayList<PlannedFault>();
        for (var target : List.of("kafka", "postgres", "agent-worker", "all")) {
            faults.addAll(schedule.kills(1, target));
        }
        faults.addAll(new Rounds(seed, RunningSystem.LAYOUT.nodeNames(), RunningSystem.LAYOUT.routerNames()).round());

        // when
        var talk = new RunningSystem.Talk(RunningSystem.TENANTS, 300, 30, Duration.ofSeconds(20));
        var verdict = system.run(talk, faults, UnaryOperator.identity(), Duration.ofSeconds(90));

        // then
        assertThat(verdict.violations()).as("seed %d", seed).isEmpty();
        assertThat(verdict.figures()).containsEntry("faults", 12.0).containsEntry("clients", 300.0);
        assertThat(verdict.figures().get("answered")).isGreaterThan(1_000);
    }
}
