package io.parley.standalone.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// "¿Qué turnos tengo?", "Cancela mi turno."
final class AppointmentsPlan implements Plan {

    static final String LIST = "list_appointments";
    static final String CANCEL = "cancel_appointment";

    private static final Pattern CALL_OFF = Pattern.compile("\\b(cancel\\w*|anul\\w*)\\b");
    private static final Pattern OWN =
            Pattern.compile("\\b(mis?|my|tengo|i have|do i have|el|the|este|this|that|ese)\\b");
    private static final Pattern SHOW = Pattern.compile(
            "\\b(mis turnos|mis citas|my appointments?|(que|cuando|cual\\w*|which|what|when|any|algun|show|list|ver)\\b.*"
                    + "\\b(turnos?|citas?|appointments?|reserv\\w*))\\b");
    private static final Pattern TERMS =
            Pattern.compile("\\b(gratis|cuesta|costo|politica|policy|free|charge|fee|until|hasta|se puede)\\b");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!question.has(BookingPlan.APPOINTMENT) || question.has(TERMS) || !talk.offers(LIST)) {
            return Optional.empty();
        }
        if (question.has(CALL_OFF) && talk.offers(CANCEL)) {
            return Optional.of(cancel(question, talk));
        }
        return question.has(SHOW) && question.has(OWN) ? Optional.of(list(talk)) : Optional.empty();
    }

    private static Move list(Talk talk) {
        ToolCall call = ToolCall.of(LIST);
        return talk.result(call)
                .<Move>map(result -> new Move.Say(listed(result, talk)))
                .orElseGet(() -> new Move.Ask(call));
    }

    private static String listed(Result result, Talk talk) {
        if (result.isRefused()) {
            return Facts.notNow(talk);
        }
        List<JsonNode> appointments = appointments(result);
        return appointments.isEmpty()
                ? talk.say("No tienes turnos reservados.", "You have no appointments.")
                : talk.say("Tus turnos: ", "Your appointments: ") + words(appointments) + ".";
    }

    /// Whose number the question names, else the only one that there is, or the only one on the day that it names.
    private static Move cancel(Question question, Talk talk) {
        ToolCall list = ToolCall.of(LIST);
        Optional<Result> listed = talk.result(list);
        if (listed.isEmpty()) {
            return new Move.Ask(list);
        }
        List<JsonNode> meant = meant(appointments(listed.get()), question, talk);
        if (meant.size() != 1) {
            String which = talk.say("¿Cuál quieres cancelar? ", "Which one do you want to cancel? ");
            return new Move.Say(meant.isEmpty() ? listed(listed.get(), talk) : which + words(meant));
        }
        ToolCall call = ToolCall.of(
                CANCEL, "appointment_id", meant.getFirst().path("id").asString(""));
        return talk.result(call)
                .<Move>map(result -> new Move.Say(cancelled(result, meant.getFirst(), talk)))
                .orElseGet(() -> new Move.Ask(call));
    }

    private static String cancelled(Result result, JsonNode appointment, Talk talk) {
        return result.isRefused()
                ? talk.say("No pude cancelar el turno.", "I could not cancel the appointment.")
                : talk.say("Tu turno está cancelado: ", "Your appointment is cancelled: ") + words(List.of(appointment))
                        + ".";
    }

    private static List<JsonNode> meant(List<JsonNode> all, Question question, Talk talk) {
        List<JsonNode> named = all.stream()
                .filter(one -> question.text().contains(one.path("id").asString("?")))
                .toList();
        String day = Moment.in(question.plain(), talk.now())
                .day()
                .map(Object::toString)
                .orElse("");
        List<JsonNode> that = named.isEmpty() ? all : named;
        return that.stream()
                .filter(one -> one.path("start").asString("").startsWith(day))
                .toList();
    }

    private static List<JsonNode> appointments(Result result) {
        return result.json().path("appointments").valueStream().toList();
    }

    private static String words(List<JsonNode> appointments) {
        return appointments.stream().map(Facts::ofAppointment).collect(Collectors.joining(" | "));
    }
}
