package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.BOB;
import static io.parley.egress.routing.RoutingFixture.INCARNATION;
import static io.parley.egress.routing.RoutingFixture.mark;
import static io.parley.egress.routing.RoutingFixture.open;
import static io.parley.egress.routing.RoutingFixture.replyIds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryCleaningTest {

    @TempDir
    Path state;

    private RoutingFixture router;

    @BeforeEach
    void start() {
        router = new RoutingFixture(state);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void entries_older_than_three_days_go_but_the_last_fifty_stay() {
        say(ANA, 120);
        say(BOB, 30);

        router.pass(Duration.ofDays(3).plusMinutes(1));

        assertThat(router.rows(EntryLog.ENTRIES)).isEqualTo(50 + 30);
        assertThat(router.rows(EntryLog.REPLIES)).isEqualTo(50 + 30);
        router.session(open(ANA, 3, "boot-a", 1).setHistory(100));
        assertThat(replyIds(router.web())).hasSize(50).startsWith("r70").endsWith("r119");
    }

    @Test
    void younger_entries_stay_however_many_they_are() {
        say(ANA, 120);

        router.pass(Duration.ofDays(2));

        assertThat(router.rows(EntryLog.ENTRIES)).isEqualTo(120);
    }

    @Test
    void what_the_topic_itself_no_longer_keeps_goes_too() {
        say(ANA, 10);

        router.pass(Duration.ofDays(31));

        assertThat(router.rows(EntryLog.ENTRIES)).isZero();
        assertThat(router.rows(EntryLog.REPLIES)).isZero();
        assertThat(router.rows(EntryLog.HEADS)).isZero();
    }

    @Test
    void one_step_does_a_bounded_piece_of_work_and_the_next_goes_on() {
        say(ANA, 3_000);
        say(BOB, 200);

        // The first step is due at once when so much time has passed, the others one by one.
        router.pass(Duration.ofDays(4));
        long afterOne = router.rows(EntryLog.ENTRIES);
        IntStream.range(0, 5).forEach(i -> router.pass(Duration.ofSeconds(10)));

        assertThat(afterOne).isBetween(3_200L - EntryCleaning.STEP, 3_199L);
        assertThat(router.rows(EntryLog.ENTRIES)).isEqualTo(100);
    }

    @Test
    void a_position_older_than_what_is_kept_is_not_recovered_and_gives_fresh_history() {
        say(ANA, 120);
        router.pass(Duration.ofDays(3).plusMinutes(1));

        router.session(open(ANA, 3, "boot-a", 1).setAfter(INCARNATION + ".3"));

        var sent = router.web();
        assertThat(replyIds(sent)).hasSize(50);
        assertThat(mark(sent).getRecovered()).isFalse();
    }

    @Test
    void a_position_right_before_what_is_kept_is_recovered() {
        say(ANA, 120);
        router.pass(Duration.ofDays(3).plusMinutes(1));

        router.session(open(ANA, 3, "boot-a", 1).setAfter(INCARNATION + ".69"));

        var sent = router.web();
        assertThat(replyIds(sent)).hasSize(50);
        assertThat(mark(sent).getRecovered()).isTrue();
    }

    @Test
    void with_nothing_kept_a_position_is_not_recovered() {
        say(ANA, 10);
        router.pass(Duration.ofDays(31));

        router.session(open(ANA, 3, "boot-a", 1).setAfter(INCARNATION + ".9"));

        var sent = router.web();
        assertThat(mark(sent).getRecovered()).isFalse();
        assertThat(mark(sent).getPosition()).isEmpty();
    }

    private void say(String client, int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
        ids.forEach(id -> router.say(client, id));
    }
}
