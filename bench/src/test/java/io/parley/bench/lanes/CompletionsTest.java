package io.parley.bench.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /// 5,000 handlers of 3 s that end together are 1,667 a second, wherever the window is cut.
    @Test
    void waves_are_counted_whole() {
        Completions completions = new Completions();
        for (int wave = 0; wave < 20; wave++) {
            for (int i = 0; i < 5_000; i++) {
                completions.add(3L * wave * SECOND + 1_000L * i);
            }
        }
        for (int cut = 0; cut < 6; cut++) {
            assertThat(completions.perSecond(cut * SECOND, (cut + 31) * SECOND, 5_000))
                    .isCloseTo(1_666.7, within(1.0));
        }
    }

    @Test
    void an_even_flow_is_counted_as_it_is() {
        Completions completions = new Completions();
        for (int i = 0; i < 1_000; i++) {
            completions.add(SECOND / 100 * i);
        }
        assertThat(completions.perSecond(0, 10 * SECOND, 12)).isCloseTo(100, within(0.1));
    }

    @Test
    void less_than_a_wave_says_nothing() {
        assertThat(new Completions().perSecond(0, SECOND, 10)).isZero();
    }
}
