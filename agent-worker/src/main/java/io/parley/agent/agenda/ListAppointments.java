package io.parley.agent.agenda;

import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolResult.Done;
import java.time.Instant;
import java.time.LocalDate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells the client's own appointments, and which times are free where it is asked about days. Of other clients it
/// tells
/// no more than that a time is not free.
final class ListAppointments implements Tool {

    private static final String PARAMETERS = """
            {"type": "object", "additionalProperties": false, "properties": {
              "from": {"type": "string", "description": "First day, such as 2027-03-31"},
              "to": {"type": "string", "description": "Last day; a week after the first unless said"}}}
            """;
    private static final Spec SPEC = Spec.read(
            "list_appointments",
            "Lists the customer's own appointments to come. With days, also the times that are free on them.",
            AppointmentTools.schema(PARAMETERS),
            AppointmentTools.SOURCE);
    private static final int MOST_DAYS = 31;
    private static final int MOST_TIMES = 60;
    private static final int WEEK = 7;

    private final Appointments appointments;
    private final FreeTimes freeTimes;

    ListAppointments(Appointments appointments) {
        this.appointments = appointments;
        freeTimes = new FreeTimes(appointments);
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(ToolCall call) throws ToolFailure {
        try {
            return new Done(list(call, Openings.of(call.settings())));
        } catch (Arguments.Wrong e) {
            return e.result();
        } catch (DatabaseAway e) {
            throw new ToolFailure(AppointmentTools.UNAVAILABLE, e);
        }
    }

    private ObjectNode list(ToolCall call, Openings openings) throws Arguments.Wrong {
        var arguments = new Arguments(call.arguments());
        var from = arguments.date("from");
        var to = arguments.date("to");
        var today = openings.local(call.asked()).toLocalDate();
        var answer = JsonNodeFactory.instance
                .objectNode()
                .put("today", today.toString())
                .put("weekday", Views.weekday(today));
        if (from.isEmpty() && to.isEmpty()) {
            var horizon =
                    start(openings, today.plusDays(openings.agenda().ahead().toDays() + 1));
            return answer.set("appointments", own(call, openings, call.asked(), horizon));
        }
        var first = from.orElse(today);
        var last = to.orElseGet(() -> first.plusDays(WEEK - 1));
        if (last.isBefore(first) || last.isAfter(first.plusDays(MOST_DAYS - 1))) {
            throw new Arguments.Wrong("to must be within " + MOST_DAYS + " days from the first day");
        }
        var begin = start(openings, first);
        var end = start(openings, last.plusDays(1));
        var free =
                freeTimes.between(call, openings, begin, end, openings.agenda().slot(), MOST_TIMES + 1);
        answer.set("appointments", own(call, openings, begin, end));
        answer.set("free", Views.free(free.stream().limit(MOST_TIMES).toList(), openings));
        return answer.put("more", free.size() > MOST_TIMES);
    }

    private ArrayNode own(ToolCall call, Openings openings, Instant from, Instant to) {
        return Views.appointments(appointments.ofClient(call.client(), from, to), openings);
    }

    private static Instant start(Openings openings, LocalDate day) {
        return openings.instant(day.atStartOfDay());
    }
}
