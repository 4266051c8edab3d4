package io.parley.agent.agenda;

import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolResult.Refused;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a model gave a tool of the agenda; nothing in it is trusted.
final class Arguments {

    private final JsonNode arguments;

    Arguments(JsonNode arguments) {
        this.arguments = arguments;
    }

    /// Arguments that make no sense.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }

        ToolResult result() {
            return new Refused(Refused.BAD_ARGUMENTS, String.valueOf(getMessage()));
        }
    }

    String text(String field, int most) throws Wrong {
        return optionalText(field, most).orElseThrow(() -> new Wrong(field + " is missing"));
    }

    Optional<String> optionalText(String field, int most) throws Wrong {
        var text = arguments.path(field).asString("").strip();
        if (text.length() > most) {
            throw new Wrong(field + " has more than " + most + " characters");
        }
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    Optional<Integer> whole(String field, int min, int max) throws Wrong {
        var value = arguments.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        double number = value.asDouble(Double.NaN);
        if (!(number >= min && number <= max) || number != Math.rint(number)) {
            throw new Wrong(field + " must be a whole number from " + min + " to " + max);
        }
        return Optional.of((int) number);
    }

    LocalDateTime time(String field) throws Wrong {
        var text = text(field, 40);
        try {
            return imaginable(LocalDateTime.parse(text));
        } catch (DateTimeException e) {
            throw new Wrong(field + " must be a local date and time such as 2027-03-31T10:30, without an offset");
        }
    }

    /// A date, or the date of a date and time.
    Optional<LocalDate> date(String field) throws Wrong {
        var text = optionalText(field, 40);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var midnight = text.get().contains("T") ? "" : "T00:00";
            return Optional.of(
                    imaginable(LocalDateTime.parse(text.get() + midnight)).toLocalDate());
        } catch (DateTimeException e) {
            throw new Wrong(field + " must be a date such as 2027-03-31");
        }
    }

    private static LocalDateTime imaginable(LocalDateTime time) {
        if (time.getYear() < 1900 || time.getYear() > 9000) {
            throw new DateTimeException("not in our time");
        }
        return time;
    }
}
