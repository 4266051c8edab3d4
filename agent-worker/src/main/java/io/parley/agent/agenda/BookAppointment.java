package io.parley.agent.agenda;

import io.parley.agent.agenda.Appointments.Booking;
import io.parley.agent.agenda.Appointments.Wish;
import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolResult.Done;
import io.parley.agent.tool.ToolResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/// Makes an appointment for the client.
final class BookAppointment implements Tool {

    static final String TAKEN = "taken";

    private static final String PARAMETERS = """
            {"type": "object", "required": ["start", "subject"], "additionalProperties": false, "properties": {
              "start": {"type": "string", "description": "Local date and time, such as 2027-03-31T10:30"},
              "minutes": {"type": "integer", "description": "How long; one slot unless said"},
              "subject": {"type": "string", "description": "What it is about, in a few words"},
              "name": {"type": "string", "description": "For whom"}}}
            """;
    private static final Spec SPEC = Spec.write(
            "book_appointment",
            "Books an appointment for the customer who is writing. Only what this returns is booked.",
            AppointmentTools.schema(PARAMETERS),
            AppointmentTools.SOURCE);
    private static final int MOST_MINUTES = 24 * 60;
    private static final int OFFERED = 5;

    private final Appointments appointments;
    private final FreeTimes freeTimes;

    BookAppointment(Appointments appointments) {
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
            return book(call, Openings.of(call.settings()));
        } catch (Arguments.Wrong e) {
            return e.result();
        } catch (DatabaseAway e) {
            throw new ToolFailure(AppointmentTools.UNAVAILABLE, e);
        }
    }

    private ToolResult book(ToolCall call, Openings openings) throws Arguments.Wrong {
        var arguments = new Arguments(call.arguments());
        var local = arguments.time("start");
        var length = arguments
                .whole("minutes", 1, MOST_MINUTES)
                .map(Duration::ofMinutes)
                .map(openings::rounded)
                .orElse(openings.agenda().slot());
        var subject = arguments.text("subject", 200);
        var name = arguments.optionalText("name", 100).orElse(null);
        var start = openings.instant(local);
        var id = "a-" + call.idempotencyKey().substring(0, 32);
        if (!openings.exists(local)) {
            return refused(call, openings, start, length, "On that day the clocks skip that time.");
        }
        if (!start.isAfter(call.asked())) {
            return refused(call, openings, call.asked(), length, "That time is past.");
        }
        if (start.isAfter(call.asked().plus(openings.agenda().ahead()))) {
            return new Refused(
                    Refused.BAD_ARGUMENTS,
                    "Appointments are made at most " + openings.agenda().ahead().toDays() + " days ahead.");
        }
        var slot = new Slot(start, start.plus(length));
        if (!openings.contains(slot)) {
            var day = start.truncatedTo(ChronoUnit.HOURS);
            return refused(call, openings, day, length, "There are no appointments at that time.");
        }
        var wish = new Wish(id, call.client(), slot, openings.agenda().resources(), subject, name);
        return switch (appointments.book(wish)) {
            case Booking.Made made -> new Done(Views.result(made.appointment(), openings));
            case Booking.TooMany _ ->
                new Refused("too-many", "The customer has " + Appointments.MOST_OF_A_CLIENT + " appointments to come.");
            case Booking.Full _ -> new Refused(TAKEN, "That time is taken." + offer(call, openings, start, length));
        };
    }

    private ToolResult refused(ToolCall call, Openings openings, Instant from, Duration length, String why) {
        return new Refused(Refused.BAD_ARGUMENTS, why + offer(call, openings, from, length));
    }

    private String offer(ToolCall call, Openings openings, Instant from, Duration length) {
        var free = freeTimes.next(call, openings, from, length, OFFERED);
        return free.isEmpty()
                ? " None is free in the two weeks after it."
                : free.stream()
                        .map(time -> openings.local(time).toString())
                        .collect(Collectors.joining(", ", " Next free times: ", ""));
    }
}
