package io.parley.agent.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpeningsTest {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String NEVER_CLOSED =
            "time-zone: Europe/Madrid, agent: {agenda: {open: {mon-sun: '00:00-24:00'}}}";

    private static List<LocalDateTime> times(Openings openings, String day, Duration length) {
        var from = LocalDateTime.parse(day + "T00:00");
        return openings.between(openings.instant(from), openings.instant(from.plusDays(1)), length)
                .map(slot -> openings.local(slot.start()))
                .toList();
    }

    @Test
    void appointments_begin_at_whole_slots_within_the_hours_of_the_day() {
        var openings = Openings.of(Tenant.settings(
                "agent: {agenda: {slot: 1h, open: {mon-fri: '09:00-12:30, 15:00-17:00', sat: '10:00-11:00'}}}"));
        assertThat(times(openings, "2027-03-01", Duration.ofHours(1)))
                .extracting(LocalDateTime::getHour)
                .containsExactly(9, 10, 11, 15, 16);
        assertThat(times(openings, "2027-03-01", Duration.ofHours(2)))
                .extracting(LocalDateTime::getHour)
                .containsExactly(9, 10, 15);
        assertThat(times(openings, "2027-03-06", Duration.ofHours(1))).hasSize(1);
        assertThat(times(openings, "2027-03-07", Duration.ofHours(1))).isEmpty();
    }

    @Test
    void on_a_day_without_an_hour_that_hour_is_no_time() {
        var openings = Openings.of(Tenant.settings(NEVER_CLOSED));
        assertThat(times(openings, "2027-03-28", HALF_AN_HOUR)).hasSize(46).noneMatch(time -> time.getHour() == 2);
        assertThat(openings.exists(LocalDateTime.parse("2027-03-28T02:30"))).isFalse();
    }

    @Test
    void on_a_day_with_an_hour_twice_the_first_is_meant() {
        var openings = Openings.of(Tenant.settings(NEVER_CLOSED));
        assertThat(times(openings, "2027-10-31", HALF_AN_HOUR)).hasSize(48).doesNotHaveDuplicates();
        assertThat(openings.instant(LocalDateTime.parse("2027-10-31T02:30"))).hasToString("2027-10-31T00:30:00Z");
    }

    @Test
    void a_time_is_free_while_somebody_is_left_for_it() {
        var openings = Openings.of(Tenant.settings("agent: {agenda: {resources: 2}}"));
        var slots = openings.between(
                        openings.instant(LocalDateTime.parse("2027-03-01T00:00")),
                        openings.instant(LocalDateTime.parse("2027-03-02T00:00")),
                        HALF_AN_HOUR)
                .toList();
        var both = IntStream.of(1, 2)
                .mapToObj(resource -> new Taken(resource, slots.getFirst()))
                .toList();
        assertThat(openings.isFree(slots.getFirst(), both)).isFalse();
        assertThat(openings.isFree(slots.get(1), both)).isTrue();
        assertThat(openings.isFree(slots.getFirst(), both.subList(0, 1))).isTrue();
        assertThat(openings.isFree(slots.getFirst(), List.of(both.getFirst(), new Taken(3, slots.getFirst()))))
                .as("somebody who left the shop does not count")
                .isTrue();
    }

    @Test
    void a_length_is_rounded_up_to_whole_slots() {
        var openings = Openings.of(Tenant.settings(""));
        assertThat(openings.rounded(Duration.ofMinutes(1))).isEqualTo(HALF_AN_HOUR);
        assertThat(openings.rounded(Duration.ofMinutes(30))).isEqualTo(HALF_AN_HOUR);
        assertThat(openings.rounded(Duration.ofMinutes(31))).isEqualTo(Duration.ofHours(1));
    }
}
