package io.parley.ingress.ws.socket;

import static io.parley.ingress.ws.socket.Progression.Verdict.GAP;
import static io.parley.ingress.ws.socket.Progression.Verdict.HELD;
import static io.parley.ingress.ws.socket.Progression.Verdict.SEEN;
import static io.parley.ingress.ws.socket.Progression.Verdict.SHOW;
import static io.parley.ingress.ws.socket.Progression.Verdict.TOO_EARLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressionTest {

    @Test
    void live_entries_follow_each_other() {
        var tab = resumedAt(5);
        assertThat(tab.live(at(7), Optional.of(at(5)))).isEqualTo(SHOW);
        assertThat(tab.live(at(8), Optional.of(at(7)))).isEqualTo(SHOW);
        assertThat(tab.after()).contains("i.8");
    }

    @Test
    void what_was_seen_is_not_shown_again() {
        var tab = resumedAt(5);
        assertThat(tab.live(at(5), Optional.of(at(4)))).isEqualTo(SEEN);
        assertThat(tab.live(at(3), Optional.empty())).isEqualTo(SEEN);
        assertThat(tab.recalled(at(5), Optional.of(at(4)))).isEqualTo(SEEN);
    }

    @Test
    void a_missing_entry_is_a_gap_and_the_socket_stays_where_it_is() {
        var tab = resumedAt(5);
        assertThat(tab.live(at(9), Optional.of(at(7)))).isEqualTo(GAP);
        assertThat(tab.after()).contains("i.5");
    }

    @Test
    void before_the_mark_only_what_follows_on_is_shown() {
        var tab = new Progression("i.5", 0);
        assertThat(tab.live(at(9), Optional.of(at(7)))).isEqualTo(TOO_EARLY);
        assertThat(tab.live(at(7), Optional.of(at(5)))).isEqualTo(SHOW);
        assertThat(tab.recalled(at(7), Optional.of(at(5)))).isEqualTo(SEEN);
        assertThat(tab.recalled(at(9), Optional.of(at(7)))).isEqualTo(SHOW);
    }

    @Test
    void a_tab_without_a_position_begins_at_the_head() {
        var tab = new Progression(null, 0);
        assertThat(tab.resumed(Optional.of(at(40)), true)).isTrue();
        assertThat(tab.live(at(41), Optional.of(at(40)))).isEqualTo(SHOW);
    }

    @Test
    void history_is_taken_as_it_comes() {
        var tab = new Progression(null, 20);
        assertThat(tab.history()).isEqualTo(20);
        assertThat(tab.recalled(at(11), Optional.of(at(9)))).isEqualTo(SHOW);
        assertThat(tab.recalled(at(40), Optional.of(at(11)))).isEqualTo(SHOW);
        assertThat(tab.resumed(Optional.of(at(40)), true)).isTrue();
        assertThat(tab.live(at(41), Optional.of(at(40)))).isEqualTo(SHOW);
    }

    @Test
    void a_position_of_another_incarnation_gives_way_to_fresh_history() {
        var tab = new Progression("old.900", 0);
        assertThat(tab.after()).contains("old.900");
        assertThat(tab.recalled(at(3), Optional.of(at(1)))).isEqualTo(SHOW);
        assertThat(tab.resumed(Optional.of(at(3)), true)).isTrue();
        assertThat(tab.live(at(4), Optional.of(at(3)))).isEqualTo(SHOW);
    }

    @Test
    void a_gap_after_an_empty_log_asks_for_everything() {
        var tab = new Progression(null, 0);
        assertThat(tab.resumed(Optional.empty(), true)).isTrue();
        assertThat(tab.live(at(2), Optional.of(at(1)))).isEqualTo(GAP);
        tab.interrupted();
        assertThat(tab.after()).isEmpty();
        assertThat(tab.history()).isEqualTo(100);
    }

    @Test
    void rewound_it_shows_again_what_comes_after() {
        var tab = resumedAt(5);
        tab.rewind("i.2");
        assertThat(tab.isResumed()).isFalse();
        assertThat(tab.after()).contains("i.2");
        assertThat(tab.recalled(at(5), Optional.of(at(2)))).isEqualTo(SHOW);
    }

    @Test
    void an_answer_given_twice_the_second_time_with_less_skips_nothing() {
        var tab = new Progression(null, 0);
        assertThat(tab.recalled(at(4), Optional.of(at(3)))).isEqualTo(SHOW);
        // The router died and answers again, when 5 and 6 were there already and are no longer news to it.
        assertThat(tab.recalled(at(7), Optional.of(at(6)))).isEqualTo(HELD);
        assertThat(tab.resumed(Optional.of(at(7)), true)).isFalse();
        assertThat(tab.after()).contains("i.4");
        assertThat(tab.isResumed()).isFalse();
    }

    @Test
    void fresh_history_begins_anew_at_its_mark() {
        var tab = new Progression("i.5", 0);
        assertThat(tab.recalled(at(80), Optional.of(at(79)))).isEqualTo(HELD);
        assertThat(tab.resumed(Optional.of(at(80)), false)).isTrue();
        assertThat(tab.live(at(81), Optional.of(at(80)))).isEqualTo(SHOW);
    }

    @Test
    void a_resume_that_comes_again_while_live_is_held_to_the_same_rule() {
        var tab = resumedAt(5);
        assertThat(tab.recalled(at(9), Optional.of(at(8)))).isEqualTo(GAP);
        assertThat(tab.resumed(Optional.of(at(9)), true)).isFalse();
        assertThat(tab.resumed(Optional.of(at(5)), true)).isTrue();
    }

    private static Progression resumedAt(long offset) {
        var tab = new Progression(null, 0);
        assertThat(tab.resumed(Optional.of(at(offset)), true)).isTrue();
        return tab;
    }

    private static Position at(long offset) {
        return new Position("i", offset);
    }
}
