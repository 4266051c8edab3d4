package io.parley.bench.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.load.Completeness;
import io.parley.bench.measure.Quantiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StormReportTest {

    private static final Completeness WHOLE = new Completeness(2, 0, 0, 0);

    @Test
    void all_are_back_in_time_with_all_their_entries() {
        assertThat(report(10, 3, 0, 4L, WHOLE))
                .returns(true, StormReport::isWhole)
                .satisfies(report -> assertThat(report.text()).contains("kept").doesNotContain("NOT KEPT"));
    }

    @Test
    void a_lost_client_or_entry_is_a_failure() {
        assertThat(report(9, 3, 0, 3L, WHOLE).isWhole()).isFalse();
        assertThat(report(10, 3, 0, 3L, new Completeness(2, 1, 0, 0)).isWhole()).isFalse();
    }

    @Test
    void entries_and_reads_for_who_missed_nothing_are_told() {
        assertThat(report(10, 3, 1, 3L, WHOLE).text()).contains("NOT KEPT");
        assertThat(report(10, 0, 0, 1L, WHOLE).text()).contains("NOT KEPT");
        assertThat(report(10, 0, 0, 0L, WHOLE).text()).doesNotContain("NOT KEPT");
        assertThat(report(10, 0, 0, null, WHOLE).text()).contains("not counted");
    }

    private static StormReport report(
            int back, int missing, long surplus, @Nullable Long rangeReads, Completeness completeness) {
        var times = new Quantiles(back, 100, 200, 4_900);
        return new StormReport(10, back, missing, surplus, times, times, 0, rangeReads, completeness);
    }
}
