package io.parley.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void the_median_stands_within_its_interval() {
        var ratio = Ratio.of(List.of(1.0, 2.0, 3.0, 4.0, 100.0));
        assertThat(ratio.median()).isEqualTo(3.0);
        assertThat(ratio.low()).isLessThanOrEqualTo(ratio.median());
        assertThat(ratio.high()).isGreaterThanOrEqualTo(ratio.median());
    }

    @Test
    void equal_ratios_leave_no_doubt() {
        assertThat(Ratio.of(List.of(1.5, 1.5, 1.5, 1.5))).isEqualTo(new Ratio(1.5, 1.5, 1.5));
    }

    @Test
    void no_pair_is_no_ratio() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of(List.of()));
    }
}
