package io.parley.agent.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a value in the tenants file must look like.
@FunctionalInterface
interface Rule {

    /// Returns the value in its one form.
    ///
    /// @param place where it stands, for the complaint
    /// @throws InvalidTenantsFile when the value does not keep the rule
    JsonNode check(JsonNode value, String place);

    static Rule text() {
        return (value, place) -> {
            if (!value.isValueNode() || value.isNull()) {
                throw new InvalidTenantsFile(place, "must be text");
            }
            return JsonNodeFactory.instance.stringNode(value.asString());
        };
    }

    static Rule text(Pattern form, String inWords) {
        return (value, place) -> {
            var text = text().check(value, place);
            if (!form.matcher(text.stringValue()).matches()) {
                throw new InvalidTenantsFile(place, "must be " + inWords + ", not '" + text.stringValue() + "'");
            }
            return text;
        };
    }

    static Rule oneOf(String... words) {
        var allowed = List.of(words);
        return (value, place) -> {
            var text = text().check(value, place);
            if (!allowed.contains(text.stringValue())) {
                throw new InvalidTenantsFile(
                        place, "must be one of " + String.join(", ", allowed) + ", not '" + text.stringValue() + "'");
            }
            return text;
        };
    }

    static Rule flag() {
        return (value, place) -> switch (value.asString("").strip()) {
            case "true" -> JsonNodeFactory.instance.booleanNode(true);
            case "false" -> JsonNodeFactory.instance.booleanNode(false);
            default -> throw new InvalidTenantsFile(place, "must be true or false");
        };
    }

    static Rule number(double min, double max) {
        return (value, place) -> {
            var number = decimal(value, place);
            if (number < min || number > max) {
                throw new InvalidTenantsFile(place, "must be a number from " + plain(min) + " to " + plain(max));
            }
            return JsonNodeFactory.instance.numberNode(number);
        };
    }

    static Rule whole(long min, long max) {
        return (value, place) -> {
            var number = decimal(value, place);
            if (number < min || number > max || number != Math.rint(number)) {
                throw new InvalidTenantsFile(place, "must be a whole number from " + min + " to " + max);
            }
            return JsonNodeFactory.instance.numberNode((long) number);
        };
    }

    private static double decimal(JsonNode value, String place) {
        try {
            return Double.parseDouble(value.asString(""));
        } catch (NumberFormatException e) {
            throw new InvalidTenantsFile(place, "must be a number");
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static Rule time() {
        return (value, place) -> {
            var text = text().check(value, place);
            if (Durations.parse(text.stringValue()).isEmpty()) {
                throw new InvalidTenantsFile(place, "must be a time such as 300ms, 2s, 5m, 24h or 7d");
            }
            return text;
        };
    }

    static Rule time(Duration min, Duration max) {
        return (value, place) -> {
            var text = time().check(value, place);
            var time = Durations.parse(text.stringValue()).orElseThrow();
            if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
                throw new InvalidTenantsFile(
                        place, "must be a time from " + Durations.text(min) + " to " + Durations.text(max));
            }
            return text;
        };
    }

    static Rule timeZone() {
        return (value, place) -> {
            var text = text().check(value, place);
            try {
                var _ = ZoneId.of(text.stringValue());
            } catch (DateTimeException e) {
                throw new InvalidTenantsFile(place, "must be a time zone such as America/Argentina/Buenos_Aires");
            }
            return text;
        };
    }

    static Rule list(Rule element) {
        return (value, place) -> {
            if (!value.isArray()) {
                throw new InvalidTenantsFile(place, "must be a list");
            }
            var list = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                list.add(element.check(value.get(i), place + "[" + i + "]"));
            }
            return list;
        };
    }

    static Rule anything() {
        return (value, place) -> value;
    }

    /// An object with these fields and no others.
    static Rule object(Map<String, Rule> fields, Set<String> required) {
        return (value, place) -> {
            requireObject(value, place);
            required.stream()
                    .filter(name -> value.path(name).isMissingNode())
                    .findFirst()
                    .ifPresent(missing -> {
                        throw new InvalidTenantsFile(place, "lacks '" + missing + "'");
                    });
            var object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> {
                var rule = fields.get(field.getKey());
                if (rule == null) {
                    throw new InvalidTenantsFile(
                            place,
                            "unknown key '" + field.getKey() + "', known are "
                                    + String.join(", ", new TreeSet<>(fields.keySet())));
                }
                object.set(field.getKey(), rule.check(field.getValue(), place + "." + field.getKey()));
            });
            return object;
        };
    }

    static Rule object(Map<String, Rule> fields) {
        return object(fields, Set.of());
    }

    /// An object of any fields, all of one kind.
    static Rule mapOf(Rule element) {
        return (value, place) -> {
            requireObject(value, place);
            var object = JsonNodeFactory.instance.objectNode();
            value.properties()
                    .forEach(field ->
                            object.set(field.getKey(), element.check(field.getValue(), place + "." + field.getKey())));
            return object;
        };
    }

    private static void requireObject(JsonNode value, String place) {
        if (!value.isObject()) {
            throw new InvalidTenantsFile(place, "must have fields");
        }
    }

    /// These fields and those, for kinds of objects that share some.
    static Map<String, Rule> fields(Map<String, Rule> some, Map<String, Rule> others) {
        var all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }
}
