package io.parley.egress.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/// Tabs come and go, connect anew before their old connection is missed, scroll back, return after days. Nodes are
/// killed, or sleep until another has their slot and go on as zombies. Replies are written twice. The router dies
/// between its commits, works records off again, and what a paused one had written comes late. Whatever happens: each
/// tab is shown its client's log from its position on, whole, in order and once; it is told that it could not go on
/// only where entries are gone; and it is taken over by its own newer connection only.
class RandomRoutingTest {

    private static final int STEPS = 400;

    /// For a world in which nobody listens for long.
    private static final int MOST_STEPS = 4_000;

    @RepeatedTest(25)
    void every_tab_gets_the_log_from_its_position_on(RepetitionInfo repetition, @TempDir Path state) {
        long seed = Long.getLong("parley.seed", new Random().nextLong());
        System.out.println("seed " + seed + " (-Dparley.seed=" + seed + ")");
        try (var world = new RandomWorld(seed, state)) {
            for (int step = 0; step < STEPS || (world.received() == 0 && step < MOST_STEPS); step++) {
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
