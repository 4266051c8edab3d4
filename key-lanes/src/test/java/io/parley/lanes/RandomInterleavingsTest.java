package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The promises of the lanes, each through random interleavings of everything that can happen. A run is
/// repeated with `-Dlanes.seed=…`, though the threads' own timing stays free; `-Dlanes.runs=…` makes more of
/// them.
class RandomInterleavingsTest {
    private static final int RUNS = Integer.getInteger("lanes.runs", 3);

    @Test
    void a_keys_records_take_effect_in_order_and_one_at_a_time() {
        eachRun(witness -> assertThat(witness.disorder).isEmpty());
    }

    @Test
    void no_record_is_lost() {
        eachRun(witness -> assertThat(witness.lost()).isZero());
    }

    @Test
    void nothing_unfinished_is_ever_committed_past() {
        eachRun(witness -> assertThat(witness.prematureCommits).isEmpty());
    }

    @Test
    void what_a_commit_calls_finished_is_never_handled_again() {
        eachRun(witness -> assertThat(witness.repetitions).isEmpty());
    }

    private static void eachRun(Consumer<Witness> promise) {
        Long given = Long.getLong("lanes.seed");
        for (int run = 0; run < RUNS; run++) {
            long seed = given != null ? given : new Random().nextLong();
            promise.accept(RandomRun.of(seed));
        }
    }
}
