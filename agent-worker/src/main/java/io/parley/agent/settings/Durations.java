package io.parley.agent.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as the tenants file writes them: a whole number and `ms`, `s`, `m`, `h` or `d`.
final class Durations {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)?");

    private Durations() {}

    /// Reads a time; a bare `0` needs no unit.
    static Optional<Duration> parse(String text) {
        var match = FORM.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(match.group(1));
        var unit = match.group(2);
        if (unit == null) {
            return number == 0 ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        return Optional.of(
                switch (unit) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /// Writes whole minutes so that they can be read again.
    static String text(Duration time) {
        return time.toHoursPart() == 0 && time.toMinutesPart() == 0 && time.toDays() > 0
                ? time.toDays() + "d"
                : time.toMinutes() + "m";
    }
}
