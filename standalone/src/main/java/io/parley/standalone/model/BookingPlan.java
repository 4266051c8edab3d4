package io.parley.standalone.model;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// "Quiero un turno mañana a las 10."
final class BookingPlan implements Plan {

    static final String TOOL = "book_appointment";

    static final Pattern APPOINTMENT =
            Pattern.compile("\\b(turnos?|citas?|reserv\\w*|agend\\w*|appointments?|book|booking)\\b");
    private static final Pattern MINUTES = Pattern.compile("\\b(\\d{1,3}) ?(min|minutos?|minutes?)\\b");
    private static final Set<String> WHEN =
            Words.stems("turno cita reservar agendar appointment book booking manana hoy "
                    + "pasado am pm hs media mediodia noon lunes martes miercoles jueves viernes sabado domingo tomorrow today after monday tuesday wednesday "
                    + "thursday friday saturday sunday tarde noche dia hora minutos minutes day mejor better entonces then next "
                    + "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre january february "
                    + "march april june july august september october november december");

    @Override
    public Optional<Move> about(Question question, Talk talk) {
        if (!talk.offers(TOOL) || !isMine(question, talk)) {
            return Optional.empty();
        }
        Optional<LocalDateTime> start = moment(question, talk).start();
        if (start.isEmpty()) {
            return Optional.of(new Move.Say(talk.say(
                    "¿Para qué día y a qué hora quieres el turno?",
                    "For which day and at what time would you like the appointment?")));
        }
        ToolCall call = call(start.get(), question, talk);
        return Optional.of(talk.result(call)
                .<Move>map(result -> new Move.Say(words(result, talk)))
                .orElseGet(() -> new Move.Ask(call)));
    }

    /// A day or a time alone goes on with an appointment that was spoken of before.
    private static boolean isMine(Question question, Talk talk) {
        return question.has(APPOINTMENT)
                || (!Moment.in(question.plain(), talk.now()).isEmpty()
                        && subject(question).isEmpty()
                        && spokenOf(talk).isPresent());
    }

    private static Optional<String> spokenOf(Talk talk) {
        return talk.earlier().reversed().stream()
                .limit(2)
                .filter(text -> APPOINTMENT.matcher(Words.plain(text)).find())
                .findFirst();
    }

    private static Moment moment(Question question, Talk talk) {
        Moment asked = Moment.in(question.plain(), talk.now());
        Moment said =
                Moment.in(talk.questions().stream().map(Question::plain).collect(Collectors.joining("\n")), talk.now());
        return spokenOf(talk)
                .map(earlier -> asked.or(said).or(Moment.in(earlier, talk.now())))
                .orElse(asked.or(said));
    }

    private static ToolCall call(LocalDateTime start, Question question, Talk talk) {
        ChatRequest.Tool tool = talk.tool(TOOL).orElseThrow();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("start", start.toString());
        Matcher minutes = MINUTES.matcher(question.plain());
        if (minutes.find() && tool.takes("minutes")) {
            arguments.put("minutes", Integer.parseInt(minutes.group(1)));
        }
        String subject = subject(question);
        arguments.put("subject", subject.isEmpty() ? talk.say("Consulta", "Appointment") : subject);
        Mentioned.name(talk.written())
                .filter(name -> tool.takes("name"))
                .ifPresent(name -> arguments.put("name", name));
        return ToolCall.of(TOOL, arguments);
    }

    /// What the appointment is about, where the question says more than when.
    private static String subject(Question question) {
        return Pattern.compile("\\s+")
                .splitAsStream(question.keywords())
                .filter(word -> !word.isEmpty() && !Character.isDigit(word.charAt(0)))
                .filter(word -> !WHEN.containsAll(Words.stems(word)))
                .collect(Collectors.joining(" "));
    }

    private static String words(Result result, Talk talk) {
        JsonNode booked = result.json().path("appointment");
        if (!result.isRefused() && booked.isObject()) {
            return talk.say("Tu turno está reservado: ", "Your appointment is booked: ") + Facts.ofAppointment(booked)
                    + ".";
        }
        if (!result.times().isEmpty()) {
            String times =
                    result.times().stream().map(time -> time.replace('T', ' ')).collect(Collectors.joining(", "));
            return talk.say("Ese horario no está libre. Puedo ofrecerte: ", "That time is taken. I can offer: ") + times
                    + ".";
        }
        if (result.isUnknown()) {
            return talk.say(
                    "No sé si el turno quedó reservado; lo está revisando el equipo.",
                    "I do not know whether it is booked; the team is checking it.");
        }
        return result.isRefused()
                ? talk.say("No pude reservar ese turno.", "I could not book that appointment.")
                : Facts.found(result, talk);
    }
}
