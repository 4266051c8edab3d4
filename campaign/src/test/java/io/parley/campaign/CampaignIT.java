package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.Schedule;
import java.time.Duration;
import java.util.ArrayList;
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
        for (var target : system.deployment().targets()) {
            faults.addAll(schedule.kills(1, target));
        }
        faults.addAll(schedule.kills(2, "all"));

        // when
        var verdict =
                system.run(RunningSystem.TENANTS, 150, 40, Duration.ofSeconds(20), faults, UnaryOperator.identity());

        // then
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.figures()).containsEntry("faults", 8.0);
        assertThat(verdict.figures().get("answered")).isGreaterThan(500);
    }
}
