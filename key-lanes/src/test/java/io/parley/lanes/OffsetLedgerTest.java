package io.parley.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.lanes.OffsetLedger.Commit;
import io.parley.lanes.OffsetLedger.Known;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {
    @Test
    void nothing_is_committed_before_something_is_known() {
        assertThat(new OffsetLedger().commit().offset()).isNegative();
    }

    @Test
    void the_commit_stands_at_the_lowest_unfinished_offset() {
        OffsetLedger ledger = tracked(10, 20);
        ledger.finish(10);
        ledger.finish(12);
        assertThat(ledger.commit().offset()).isEqualTo(11);
        ledger.finish(11);
        assertThat(ledger.commit().offset()).isEqualTo(13);
    }

    @Test
    void when_all_is_finished_the_commit_stands_behind_the_last() {
        OffsetLedger ledger = tracked(10, 12);
        ledger.finish(10);
        ledger.finish(11);
        assertThat(ledger.commit()).isEqualTo(new Commit(12, ""));
    }

    @Test
    void a_restart_knows_what_was_finished_beyond_the_commit() {
        OffsetLedger ledger = tracked(0, 100);
        LongStream.range(0, 100).filter(offset -> offset % 7 != 3).forEach(ledger::finish);

        OffsetLedger restarted = new OffsetLedger(ledger.commit());

        for (long offset = ledger.commit().offset(); offset < 100; offset++) {
            assertThat(restarted.track(offset)).isEqualTo(offset % 7 == 3 ? Known.NEW : Known.FINISHED);
        }
    }

    @Test
    void a_second_restart_before_all_was_read_again_still_knows() {
        OffsetLedger ledger = tracked(0, 1_000);
        LongStream.range(500, 1_000).forEach(ledger::finish);
        OffsetLedger second = new OffsetLedger(ledger.commit());
        LongStream.range(0, 10).forEach(second::track);
        second.finish(5);

        OffsetLedger third = new OffsetLedger(second.commit());

        LongStream.range(0, 1_000)
                .forEach(offset -> assertThat(third.track(offset))
                        .isEqualTo(offset == 5 || offset >= 500 ? Known.FINISHED : Known.NEW));
    }

    @Test
    void nothing_counts_after_the_ownership_has_ended() {
        OffsetLedger ledger = tracked(0, 2);
        ledger.close();
        assertThat(ledger.finish(0)).isFalse();
        assertThat(ledger.commit().offset()).isZero();
    }

    @Test
    void an_offset_is_finished_once_and_only_if_it_was_read() {
        OffsetLedger ledger = tracked(0, 2);
        assertThat(ledger.finish(1)).isTrue();
        assertThat(ledger.finish(1)).isFalse();
        assertThat(ledger.finish(2)).isFalse();
    }

    @Test
    void a_log_that_begins_anew_is_read_from_its_beginning() {
        OffsetLedger ledger =
                new OffsetLedger(new Commit(100, tracked(100, 110).commit().metadata()));
        assertThat(ledger.track(0)).isEqualTo(Known.NEW);
        assertThat(ledger.commit().offset()).isZero();
    }

    @Test
    void metadata_of_another_origin_names_nothing() {
        for (String metadata : new String[] {"", "hello", "1:", "1:?", "2:BB", "1:" + "z".repeat(40)}) {
            assertThat(RunLengths.decode(5, metadata)).as(metadata).isEmpty();
        }
    }

    @Test
    void metadata_stays_below_its_limit_and_what_it_names_is_true() {
        OffsetLedger ledger = tracked(0, 50_000);
        Random random = new Random(7);
        LongStream.range(1, 50_000).filter(offset -> random.nextInt(3) > 0).forEach(ledger::finish);
        Commit commit = ledger.commit();

        assertThat(commit.metadata()).hasSizeBetween(RunLengths.MAX_LENGTH - 20, RunLengths.MAX_LENGTH);
        assertThat(RunLengths.decode(commit.offset(), commit.metadata()))
                .isNotEmpty()
                .allSatisfy(range -> LongStream.range(range.start(), range.end())
                        .forEach(offset -> assertThat(ledger.track(offset)).isEqualTo(Known.FINISHED)));
    }

    private static OffsetLedger tracked(long from, long to) {
        OffsetLedger ledger = new OffsetLedger();
        LongStream.range(from, to).forEach(ledger::track);
        return ledger;
    }
}
