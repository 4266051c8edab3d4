package io.parley.agent.agenda;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the model is told, in the times of the tenant's zone.
final class Views {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Views() {}

    static ObjectNode result(Appointment appointment, Openings openings) {
        return JSON.objectNode().set("appointment", appointment(appointment, openings));
    }

    static ArrayNode appointments(List<Appointment> appointments, Openings openings) {
        var array = JSON.arrayNode();
        appointments.forEach(appointment -> array.add(appointment(appointment, openings)));
        return array;
    }

    private static ObjectNode appointment(Appointment appointment, Openings openings) {
        var view = JSON.objectNode()
                .put("id", appointment.id())
                .put("start", openings.local(appointment.slot().start()).toString())
                .put(
                        "weekday",
                        weekday(openings.local(appointment.slot().start()).toLocalDate()))
                .put("end", openings.local(appointment.slot().end()).toString())
                .put("subject", appointment.subject());
        if (appointment.name() != null) {
            view.put("name", appointment.name());
        }
        return view.put("status", appointment.status().word());
    }

    /// Free times by day: a model counts weekdays badly.
    static ArrayNode free(List<Instant> times, Openings openings) {
        var days = new LinkedHashMap<LocalDate, List<LocalTime>>();
        times.stream()
                .map(openings::local)
                .forEach(time -> days.computeIfAbsent(time.toLocalDate(), date -> new ArrayList<>())
                        .add(time.toLocalTime()));
        var array = JSON.arrayNode();
        days.forEach((date, ofDay) -> {
            var day = JSON.objectNode().put("date", date.toString()).put("weekday", weekday(date));
            var list = day.putArray("times");
            ofDay.forEach(time -> list.add(time.toString()));
            array.add(day);
        });
        return array;
    }

    static String weekday(LocalDate date) {
        return date.getDayOfWeek().name().toLowerCase(Locale.ROOT);
    }
}
