package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accepted means kept, whatever dies: `kill -9` of everything at once and of each single process, under load. The
/// long form is `./parley campaign --kills 20 --target all`.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class CampaignIT {

    @Test
    void nothing_accepted_is_lost_doubled_or_mixed_up_when_processes_are_killed(RunningSystem system) throws Exception {
        // given
        var schedule = new Schedule(System.nanoTime(), system.deployment().targets());
        var faults = new ArrayList<PlannedFault>();
        for (var target : List.of("kafka", "postgres", "agent-worker", "egress-router", "ingress-ws", "all")) {
            faults.addAll(schedule.kills(1, target));
        }

        // when
        var talk = new RunningSystem.Talk(RunningSystem.TENANTS, 150, 40, Duration.ofSeconds(20));
        var verdict = system.run(talk, faults, UnaryOperator.identity(), Duration.ofSeconds(90));

        // then
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.figures()).containsEntry("faults", 6.0);
        assertThat(verdict.figures().get("answered")).isGreaterThan(500);
    }
}
