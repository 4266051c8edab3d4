package io.parley.agent.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Instant hour(double hours) {
        return START.plusSeconds((long) (hours * 3600));
    }

    private static Silence.Beginning by(String author, Silence.Cause cause, double at, boolean sliding) {
        return by(author, cause, at, sliding, null);
    }

    private static Silence.Beginning by(
            String author, Silence.Cause cause, double at, boolean sliding, @Nullable Instant until) {
        return new Silence.Beginning(author, cause, author + "@" + at, hour(at), Duration.ofHours(24), sliding, until);
    }

    @Test
    void the_first_ones_end_holds_whatever_people_say_later() {
        var first = Silence.after(null, by("olga", Silence.Cause.TAKEN_OVER, 0, false));
        var later = Silence.after(first, by("paul", Silence.Cause.REPLIED, 20, false));
        var again = Silence.after(later, by("paul", Silence.Cause.TAKEN_OVER, 21, false));
        assertThat(again.until()).isEqualTo(hour(24));
        assertThat(again.author()).isEqualTo("olga");
        assertThat(again.holds(hour(23.9))).isTrue();
        assertThat(again.holds(hour(24))).isFalse();
        assertThat(again.hasRunOut(hour(24))).isTrue();
        assertThat(again.inWords())
                .isEqualTo("by olga (taken-over) since 2026-01-01T00:00:00Z until 2026-01-02T00:00:00Z");
    }

    @Test
    void a_sliding_one_begins_anew_with_each_word_and_is_never_shortened() {
        var first = Silence.after(null, by("olga", Silence.Cause.REPLIED, 0, true, hour(2)));
        assertThat(first.heard(hour(1)).until()).isEqualTo(hour(3));
        assertThat(Silence.after(first, by("olga", Silence.Cause.REPLIED, 1.5, true))
                        .until())
                .isEqualTo(hour(3.5));
        assertThat(first.heard(hour(1)).heard(hour(0.5)).until()).isEqualTo(hour(3));
        assertThat(first.heard(hour(2))).isEqualTo(first);
    }

    @Test
    void who_takes_over_may_name_an_end_and_the_agents_own_silence_yields() {
        var asked = Silence.after(null, by("agent", Silence.Cause.ASKED, 0, false));
        assertThat(Silence.after(asked, by("olga", Silence.Cause.REPLIED, 1, false)))
                .isEqualTo(asked);
        var taken = Silence.after(asked, by("olga", Silence.Cause.TAKEN_OVER, 2, false));
        assertThat(taken.until()).isEqualTo(hour(26));
        assertThat(taken.since()).isEqualTo(hour(2));
        var named = Silence.after(taken, by("paul", Silence.Cause.TAKEN_OVER, 3, false, hour(4)));
        assertThat(named.until()).isEqualTo(hour(4));
    }

    @Test
    void what_is_handed_back_is_over_once_and_late_records_change_nothing() {
        var taken = Silence.after(null, by("olga", Silence.Cause.TAKEN_OVER, 0, false));
        var back = taken.handedBack("h1", hour(1)).orElseThrow();
        assertThat(back.holds(hour(2))).isFalse();
        assertThat(back.hasRunOut(hour(30))).isFalse();
        assertThat(back.handedBack("h2", hour(2))).isEmpty();
        assertThat(Silence.after(back, by("olga", Silence.Cause.TAKEN_OVER, 0, false)))
                .isEqualTo(back);
        assertThat(Silence.after(back, by("paul", Silence.Cause.REPLIED, 0.5, false)))
                .isEqualTo(back);
        var anew = Silence.after(back, by("paul", Silence.Cause.REPLIED, 3, false));
        assertThat(anew.holds(hour(4))).isTrue();
        assertThat(anew.handedBack("h1", hour(4))).as("told twice").isEmpty();
        assertThat(anew.handedBack("h3", hour(4))).isPresent();
    }
}
