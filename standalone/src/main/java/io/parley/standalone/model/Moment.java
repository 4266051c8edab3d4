package io.parley.standalone.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A day and a time of day, as far as a text names them: "mañana a las 10", "on 2026-12-01 at 3 pm".
record Moment(Optional<LocalDate> day, Optional<LocalTime> time) {

    private static final Pattern MORNING = Pattern.compile("\\b(por|de|a|en) la manana\\b");
    private static final Pattern AFTERNOON = Pattern.compile("\\b(de|por|a) la (tarde|noche)\\b|\\bpm\\b|\\bp\\.m\\.");
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern SLASHED = Pattern.compile("\\b(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?\\b");
    private static final String MONTHS =
            "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|"
                    + "diciembre|january|february|march|april|may|june|july|august|september|october|november|december";
    private static final Pattern DAY_MONTH =
            Pattern.compile("\\b(\\d{1,2})(?:st|nd|rd|th)? (?:de |of )?(" + MONTHS + ")\\b");
    private static final Pattern MONTH_DAY = Pattern.compile("\\b(" + MONTHS + ") (\\d{1,2})\\b");
    private static final Pattern CLOCK = Pattern.compile("(?:\\b|t)(\\d{1,2})[:.](\\d{2})\\b");
    private static final Pattern HOUR = Pattern.compile(
            "\\b(?:a las?|para las?|las|at|about) (\\d{1,2})\\b(?: y (media))?|\\b(\\d{1,2}) ?(?:am|pm|hs|h|o'?clock)\\b");
    private static final Map<String, DayOfWeek> WEEKDAYS = Map.ofEntries(
            Map.entry("lunes", DayOfWeek.MONDAY),
            Map.entry("martes", DayOfWeek.TUESDAY),
            Map.entry("miercoles", DayOfWeek.WEDNESDAY),
            Map.entry("jueves", DayOfWeek.THURSDAY),
            Map.entry("viernes", DayOfWeek.FRIDAY),
            Map.entry("sabado", DayOfWeek.SATURDAY),
            Map.entry("domingo", DayOfWeek.SUNDAY),
            Map.entry("monday", DayOfWeek.MONDAY),
            Map.entry("tuesday", DayOfWeek.TUESDAY),
            Map.entry("wednesday", DayOfWeek.WEDNESDAY),
            Map.entry("thursday", DayOfWeek.THURSDAY),
            Map.entry("friday", DayOfWeek.FRIDAY),
            Map.entry("saturday", DayOfWeek.SATURDAY),
            Map.entry("sunday", DayOfWeek.SUNDAY));

    /// @param now what "today" is; without it only whole dates are days
    static Moment in(String text, Optional<LocalDateTime> now) {
        String plain = MORNING.matcher(Words.plain(text)).replaceAll("am");
        return new Moment(day(plain, now.map(LocalDateTime::toLocalDate)), time(plain));
    }

    boolean isEmpty() {
        return day.isEmpty() && time.isEmpty();
    }

    /// This, and from `earlier` what this does not say.
    Moment or(Moment earlier) {
        return new Moment(day.or(earlier::day), time.or(earlier::time));
    }

    Optional<LocalDateTime> start() {
        return day.flatMap(date -> time.map(date::atTime));
    }

    private static Optional<LocalDate> day(String plain, Optional<LocalDate> today) {
        return first(ISO, plain, found -> date(number(found, 1), number(found, 2), number(found, 3)))
                .or(() -> today.flatMap(now -> relative(plain, now)))
                .or(() -> today.flatMap(now -> inYear(plain, now)));
    }

    private static Optional<LocalDate> relative(String plain, LocalDate today) {
        if (plain.matches("(?s).*\\b(pasado manana|day after tomorrow)\\b.*")) {
            return Optional.of(today.plusDays(2));
        }
        if (plain.matches("(?s).*\\b(manana|tomorrow)\\b.*")) {
            return Optional.of(today.plusDays(1));
        }
        if (plain.matches("(?s).*\\b(hoy|today)\\b.*")) {
            return Optional.of(today);
        }
        return WEEKDAYS.entrySet().stream()
                .filter(day -> plain.matches("(?s).*\\b" + day.getKey() + "\\b.*"))
                .map(day -> today.with(TemporalAdjusters.next(day.getValue())))
                .findFirst();
    }

    /// A day of a month: the next one of that name.
    private static Optional<LocalDate> inYear(String plain, LocalDate today) {
        return first(
                        SLASHED,
                        plain,
                        found -> found.group(3) == null
                                ? next(number(found, 2), number(found, 1), today)
                                : date(number(found, 3), number(found, 2), number(found, 1)))
                .or(() -> first(DAY_MONTH, plain, found -> next(month(found.group(2)), number(found, 1), today)))
                .or(() -> first(MONTH_DAY, plain, found -> next(month(found.group(1)), number(found, 2), today)));
    }

    private static Optional<LocalDate> next(int month, int day, LocalDate today) {
        return date(today.getYear(), month, day)
                .flatMap(date -> date.isBefore(today) ? date(today.getYear() + 1, month, day) : Optional.of(date));
    }

    private static int month(String name) {
        return List.of(MONTHS.split("\\|")).indexOf(name) % 12 + 1;
    }

    private static Optional<LocalTime> time(String plain) {
        boolean afternoon = AFTERNOON.matcher(plain).find();
        if (plain.matches("(?s).*\\b(mediodia|noon)\\b.*")) {
            return Optional.of(LocalTime.NOON);
        }
        return first(CLOCK, plain, found -> clock(number(found, 1), number(found, 2), afternoon))
                .or(() -> first(
                        HOUR,
                        plain,
                        found -> clock(
                                number(found, found.group(1) == null ? 3 : 1),
                                found.group(2) == null ? 0 : 30,
                                afternoon)));
    }

    private static Optional<LocalTime> clock(int hour, int minute, boolean afternoon) {
        int of24 = afternoon && hour < 12 ? hour + 12 : hour;
        return of24 > 23 || minute > 59 ? Optional.empty() : Optional.of(LocalTime.of(of24, minute));
    }

    private static Optional<LocalDate> date(int year, int month, int day) {
        if (month < 1
                || month > 12
                || day < 1
                || day > LocalDate.of(year, month, 1).lengthOfMonth()) {
            return Optional.empty();
        }
        return Optional.of(LocalDate.of(year, month, day));
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static <T> Optional<T> first(Pattern pattern, String text, Function<MatchResult, Optional<T>> read) {
        return pattern.matcher(text).results().findFirst().flatMap(read);
    }
}
