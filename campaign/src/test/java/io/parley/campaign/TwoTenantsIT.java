package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Hundreds of clients of two tenants write at the same moment, the model takes a random time for each answer: each
/// sees its own words and answers, in its own order.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class TwoTenantsIT {

    @Test
    void hundreds_of_clients_of_two_tenants_each_see_their_own_in_their_own_order(RunningSystem system)
            throws Exception {
        var talk = new RunningSystem.Talk(List.of("alpha", "beta"), 400, 60, Duration.ofSeconds(15));

        var verdict = system.run(talk, List.of(), UnaryOperator.identity(), Duration.ofSeconds(90));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.figures()).containsEntry("clients", 400.0).containsEntry("failed", 0.0);
        assertThat(verdict.figures().get("answered")).isGreaterThan(800);
    }
}
