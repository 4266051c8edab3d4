package io.parley.egress.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/// Tabs come and go, nodes restart, replies are written twice, the router dies between its commits and works records
/// off again: whatever happens, a tab that drops positions it has seen gets its client's log from its position on,
/// whole and in order.
class RandomRoutingTest {

    private static final int STEPS = 400;

    @RepeatedTest(25)
    void every_tab_gets_the_log_from_its_position_on(RepetitionInfo repetition, @TempDir Path state) {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        System.out.println("seed " + seed + " (-Dparley.seed=" + seed + ")");
        try (var world = new RandomWorld(seed, state)) {
            for (int step = 0; step < STEPS; step++) {
                world.step();
            }
            world.settle();
            assertThat(world.violations())
                    .as("seed %d, repetition %d", seed, repetition.getCurrentRepetition())
                    .isEmpty();
            assertThat(world.received()).as("entries received").isPositive();
        }
    }
}
