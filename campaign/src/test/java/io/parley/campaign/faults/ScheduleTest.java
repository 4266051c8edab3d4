package io.parley.campaign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.faults.PlannedFault.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final List<String> TARGETS = List.of("kafka", "postgres", "agent-worker");
    private static final Duration WHOLE = Duration.ofMinutes(10);

    @Test
    void the_same_seed_gives_the_same_faults() {
        var kinds = EnumSet.allOf(Kind.class);

        assertThat(new Schedule(7, TARGETS).random(kinds, WHOLE))
                .isEqualTo(new Schedule(7, TARGETS).random(kinds, WHOLE))
                .isNotEqualTo(new Schedule(8, TARGETS).random(kinds, WHOLE));
    }

    @Test
    void kinds_that_nothing_can_suffer_are_left_out() {
        assertThat(new Schedule(7, List.of()).random(EnumSet.of(Kind.KILL, Kind.KAFKA), WHOLE))
                .isEmpty();
        assertThat(new Schedule(7, TARGETS).random(EnumSet.of(Kind.KAFKA), WHOLE))
                .isNotEmpty()
                .allMatch(fault -> fault.targets().equals(List.of("kafka")));
    }

    @Test
    void kills_of_all_name_every_process() {
        assertThat(new Schedule(7, TARGETS).kills(20, "all"))
                .hasSize(20)
                .allMatch(fault -> fault.targets().equals(TARGETS) && fault.kind() == Kind.ALL);
    }
}
