package io.parley.agent.agenda;

import io.parley.agent.settings.Agenda;
import io.parley.agent.settings.Agenda.Hours;
import io.parley.agent.settings.AgentSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// The times at which a tenant takes appointments, by the clocks of its zone: on a day when they are set, one that is
/// skipped is no time, and one that comes twice is meant the first time.
final class Openings {

    private final Agenda agenda;
    private final ZoneId zone;

    private Openings(Agenda agenda, ZoneId zone) {
        this.agenda = agenda;
        this.zone = zone;
    }

    static Openings of(AgentSettings settings) {
        return new Openings(settings.agenda(), settings.timeZone());
    }

    Agenda agenda() {
        return agenda;
    }

    ZoneId zone() {
        return zone;
    }

    LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, zone);
    }

    Instant instant(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }

    /// Whether the clocks of the zone ever show it.
    boolean exists(LocalDateTime local) {
        return local(instant(local)).equals(local);
    }

    /// In whole slots.
    Duration rounded(Duration length) {
        long slots = Math.ceilDiv(length.toSeconds(), agenda.slot().toSeconds());
        return agenda.slot().multipliedBy(Math.max(1, slots));
    }

    /// Times of this length that begin from a time on and before another, in their order, taken or not.
    Stream<Slot> between(Instant from, Instant to, Duration length) {
        var first = local(from).toLocalDate();
        var end = local(to).toLocalDate().plusDays(1);
        return first.isAfter(end)
                ? Stream.empty()
                : first.datesUntil(end)
                        .flatMap(date -> agenda.open().getOrDefault(date.getDayOfWeek(), List.of()).stream()
                                .flatMap(hours -> within(date, hours, length)))
                        .filter(slot ->
                                !slot.start().isBefore(from) && slot.start().isBefore(to));
    }

    private Stream<Slot> within(LocalDate date, Hours hours, Duration length) {
        var opening = instant(date.atStartOfDay().plusMinutes(hours.from()));
        var closing = instant(date.atStartOfDay().plusMinutes(hours.to()));
        return Stream.iterate(opening, start -> start.isBefore(closing), start -> start.plus(agenda.slot()))
                .map(start -> new Slot(start, start.plus(length)))
                .filter(slot -> !slot.end().isAfter(closing))
                .filter(slot -> instant(local(slot.start())).equals(slot.start()));
    }

    /// Whether an appointment may be at that time.
    boolean contains(Slot slot) {
        return between(slot.start(), slot.start().plusNanos(1), Duration.between(slot.start(), slot.end()))
                .findFirst()
                .isPresent();
    }

    /// Whether somebody is left for that time.
    boolean isFree(Slot slot, List<Taken> taken) {
        var resources = new HashSet<Integer>();
        taken.stream()
                .filter(other ->
                        other.resource() <= agenda.resources() && other.slot().overlaps(slot))
                .forEach(other -> resources.add(other.resource()));
        return resources.size() < agenda.resources();
    }
}
