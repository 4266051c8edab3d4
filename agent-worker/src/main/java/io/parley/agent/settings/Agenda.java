package io.parley.agent.settings;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// When a tenant takes appointments, and how many at a time.
///
/// @param open hours of the days that have any
/// @param slot appointments begin at whole slots from an opening, and last whole slots
/// @param resources how many appointments may be at the same time
/// @param ahead how long before an appointment it can be made
public record Agenda(Map<DayOfWeek, List<Hours>> open, Duration slot, int resources, Duration ahead) {

    private static final Map<DayOfWeek, List<Hours>> OFFICE_HOURS =
            OpeningHours.parse(Map.of("mon-fri", "09:00-18:00").entrySet());

    public Agenda {
        open = Map.copyOf(open);
    }

    /// As the tenant says, office hours where it says nothing.
    static Agenda of(JsonNode agenda) {
        var open = agenda.path("open");
        return new Agenda(
                open.isObject() ? OpeningHours.parse(open) : OFFICE_HOURS,
                time(agenda, "slot", Duration.ofMinutes(30)),
                agenda.path("resources").asInt(1),
                time(agenda, "ahead", Duration.ofDays(60)));
    }

    private static Duration time(JsonNode agenda, String field, Duration standard) {
        return Durations.parse(agenda.path(field).asString("")).orElse(standard);
    }

    /// Hours of a day.
    ///
    /// @param from minutes after midnight on the clock
    /// @param to minutes after midnight, up to 1440
    public record Hours(int from, int to) {}
}
