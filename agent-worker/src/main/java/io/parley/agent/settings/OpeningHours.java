package io.parley.agent.settings;

import io.parley.agent.settings.Agenda.Hours;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Opening hours as the tenants file writes them: `mon-fri: "09:00-13:00, 15:00-19:00"`, `sat: "10:00-14:00"`.
final class OpeningHours {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Pattern HOURS =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])");
    private static final int DAY = 24 * 60;

    private OpeningHours() {}

    static Rule rule() {
        return (value, place) -> {
            if (!value.isObject()) {
                throw new InvalidTenantsFile(place, "must have fields");
            }
            var open = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> {
                var text = Rule.text().check(field.getValue(), place + "." + field.getKey());
                if (days(field.getKey()).isEmpty()) {
                    throw new InvalidTenantsFile(
                            place, "unknown key '" + field.getKey() + "', known are days such as mon-fri or sat");
                }
                if (hours(text.stringValue()).isEmpty()) {
                    throw new InvalidTenantsFile(
                            place + "." + field.getKey(), "must be hours such as 09:00-13:00, 15:00-19:00");
                }
                open.set(field.getKey(), text);
            });
            return open;
        };
    }

    /// What stands in a document; what is no hours there is left out.
    static Map<DayOfWeek, List<Hours>> parse(JsonNode open) {
        var texts = new ArrayList<Map.Entry<String, String>>();
        open.properties()
                .forEach(field ->
                        texts.add(Map.entry(field.getKey(), field.getValue().asString(""))));
        return parse(texts);
    }

    static Map<DayOfWeek, List<Hours>> parse(Iterable<Map.Entry<String, String>> open) {
        var parsed = new EnumMap<DayOfWeek, List<Hours>>(DayOfWeek.class);
        for (var entry : open) {
            var hours = hours(entry.getValue());
            days(entry.getKey()).stream().filter(day -> !hours.isEmpty()).forEach(day -> parsed.put(day, hours));
        }
        return parsed;
    }

    /// The days of `mon`, `mon-fri` or `fri-mon`; none for anything else.
    private static Set<DayOfWeek> days(String text) {
        var ends = text.strip().split("-", -1);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        var days = EnumSet.noneOf(DayOfWeek.class);
        if (ends.length <= 2 && first >= 0 && last >= 0) {
            int length = Math.floorMod(last - first, DAYS.size());
            for (int i = 0; i <= length; i++) {
                days.add(DayOfWeek.MONDAY.plus(first + i));
            }
        }
        return days;
    }

    /// The hours in their order; none where one of them is none, or where they overlap.
    private static List<Hours> hours(String text) {
        var hours = new ArrayList<Hours>();
        int free = 0;
        for (var part : Arrays.asList(text.split(",", -1))) {
            var match = HOURS.matcher(part.strip());
            if (!match.matches()) {
                return List.of();
            }
            int from = minutes(match.group(1), match.group(2));
            int to = minutes(match.group(3), match.group(4));
            if (from < free || to <= from || to > DAY) {
                return List.of();
            }
            free = to;
            hours.add(new Hours(from, to));
        }
        return List.copyOf(hours);
    }

    private static int minutes(String hour, String minute) {
        return Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    }
}
