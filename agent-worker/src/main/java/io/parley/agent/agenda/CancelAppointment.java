package io.parley.agent.agenda;

import io.parley.agent.agenda.Appointments.Cancellation;
import io.parley.agent.tenancy.DatabaseAway;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolResult.Done;
import io.parley.agent.tool.ToolResult.Refused;

/// Cancels an appointment of the client.
final class CancelAppointment implements Tool {

    static final String TOO_LATE = "too-late";

    private static final String PARAMETERS = """
            {"type": "object", "required": ["appointment_id"], "additionalProperties": false, "properties": {
              "appointment_id": {"type": "string", "description": "Its id, as list_appointments tells it"}}}
            """;
    private static final Spec SPEC = Spec.write(
            "cancel_appointment",
            "Cancels an appointment of the customer who is writing. Only what this returns is cancelled.",
            AppointmentTools.schema(PARAMETERS),
            AppointmentTools.SOURCE);

    private final Appointments appointments;

    CancelAppointment(Appointments appointments) {
        this.appointments = appointments;
    }

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(ToolCall call) throws ToolFailure {
        try {
            var id = new Arguments(call.arguments()).text("appointment_id", 100);
            return switch (appointments.cancel(call.client(), id, call.asked())) {
                case Cancellation.Cancelled cancelled ->
                    new Done(Views.result(cancelled.appointment(), Openings.of(call.settings())));
                case Cancellation.TooLate _ -> new Refused(TOO_LATE, "That appointment has begun or is over.");
                case Cancellation.NotFound _ ->
                    new Refused(Refused.NOT_FOUND, "The customer has no appointment of that id.");
            };
        } catch (Arguments.Wrong e) {
            return e.result();
        } catch (DatabaseAway e) {
            throw new ToolFailure(AppointmentTools.UNAVAILABLE, e);
        }
    }
}
