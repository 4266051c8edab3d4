package io.parley.replay.timeline;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/// Events as lines for people. What others have written is shown without control characters, so that nobody's words
/// steer the reader's terminal.
public final class Wording {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHORT = 100;
    private static final int NAME_WIDTH = 16;

    private final Ansi ansi;
    private final boolean full;
    private @Nullable LocalDate day;

    /// @param full whether texts are shown as a whole
    public Wording(Ansi ansi, boolean full) {
        this.ansi = ansi;
        this.full = full;
    }

    /// The lines of one event; none for what only a full account tells.
    public List<String> lines(Event event) {
        var lines = new ArrayList<String>();
        if (event.name().equals("echoed") && !full) {
            return lines;
        }
        var date = event.at().atZone(ZoneOffset.UTC).toLocalDate();
        if (!date.equals(day)) {
            day = date;
            lines.add(ansi.string("@|bold " + date + "|@ (UTC)"));
        }
        var text = words(event).lines().toList();
        var name = ansi.string(
                "@|%s %s|@".formatted(style(event), ("%-" + NAME_WIDTH + "s").formatted(clean(event.name()))));
        lines.add(TIME.format(event.at()) + "  " + name + " " + (text.isEmpty() ? "" : text.getFirst())
                + event.turn()
                        .map(id -> "  " + ansi.string("@|faint " + brief(id) + "|@"))
                        .orElse(""));
        text.stream().skip(1).forEach(line -> lines.add(" ".repeat(NAME_WIDTH + 15) + line));
        return lines;
    }

    private static String style(Event event) {
        return switch (event.kind()) {
            case CLIENT -> "cyan,bold";
            case PERSON -> "magenta,bold";
            case BEGUN, ENDED -> "bold";
            case DECISION -> "yellow";
            case CALL -> "blue";
            case ENTRY -> "green,bold";
            case DELIVERY -> "green";
            case STANDING -> "reverse";
        };
    }

    private static String brief(String turnId) {
        return turnId.substring(0, Math.min(10, turnId.length()));
    }

    private String words(Event event) {
        var details = event.details();
        return switch (event.kind()) {
            case CLIENT, PERSON -> incoming(event, details);
            case BEGUN ->
                details.path("message_ids").size() + " message(s), "
                        + details.path("memory_lines").asInt(0)
                        + " remembered line(s), settings "
                        + clean(details.path("settings_version").asString(""));
            case DECISION -> decision(event, details);
            case CALL -> call(details);
            case ENTRY -> entry(event, details);
            case ENDED -> ended(event, details);
            case DELIVERY -> delivery(event, details);
            case STANDING -> standing(details);
        };
    }

    private String incoming(Event event, JsonNode details) {
        var words = new ArrayList<String>();
        if (details.has("text")) {
            words.add(quoted(details.path("text")));
        }
        if (details.has("emoji")) {
            words.add(clean(details.path("emoji").asString("")));
        }
        details.path("attachments")
                .forEach(file -> words.add("[" + clean(file.path("kind").asString("")) + "]"));
        if (details.has("button_id")) {
            words.add("[button " + clean(details.path("button_id").asString("")) + "]");
        }
        if (!event.cause().isEmpty()) {
            words.add(clean(event.cause()));
        }
        if (details.has("silence_until")) {
            words.add("until " + details.path("silence_until").asString(""));
        }
        words.add("at " + details.path("place").asString(""));
        return String.join(" ", words);
    }

    private String decision(Event event, JsonNode details) {
        var by = details.path("by")
                .valueStream()
                .map(record -> record.path("kind").asString("").replace('_', '-')
                        + (record.has("text") ? " " + quoted(record.path("text")) : "")
                        + (record.has("author")
                                ? " by " + clean(record.path("author").asString(""))
                                : ""))
                .collect(Collectors.joining(", "));
        return clean(event.cause())
                + (by.isEmpty() ? "" : " = " + by)
                + (event.attempt() > 1 ? " (attempt " + event.attempt() + ")" : "");
    }

    private String call(JsonNode details) {
        var tokens = details.has("input_tokens")
                ? ", %d + %d tokens"
                        .formatted(
                                details.path("input_tokens").asLong(0),
                                details.path("output_tokens").asLong(0))
                : "";
        var asked = details.path("asked");
        return clean(details.path("name").asString(""))
                + (asked.isString() || asked.isNull() ? "" : " " + shown(asked))
                + " " + details.path("duration_ms").asLong(0) + " ms" + tokens + " → " + answer(details.path("answer"));
    }

    private String answer(JsonNode answer) {
        var words = new ArrayList<String>();
        if (!answer.path("text").asString("").isEmpty()) {
            words.add(quoted(answer.path("text")));
        }
        answer.path("asks")
                .forEach(call -> words.add(
                        "calls " + clean(call.path("name").asString("")) + " " + shown(call.path("arguments"))));
        if (answer.has("status")) {
            words.add(clean(answer.path("status").asString("")) + " " + shown(answer.path("content")));
        }
        return words.isEmpty() ? shown(answer) : String.join(", ", words);
    }

    private String entry(Event event, JsonNode details) {
        if (details.has("retracts")) {
            return "takes back " + details.path("retracts").size() + " part(s): " + clean(event.cause());
        }
        var part = details.path("total").asInt(1) > 1
                ? " part " + details.path("part").asInt(1) + " of "
                        + details.path("total").asInt(1)
                : "";
        return details.path("author").asString("") + " " + details.path("kind").asString("") + part + ": "
                + quoted(details.path("text"))
                + (event.cause().isEmpty() ? "" : " (" + clean(event.cause()) + ")");
    }

    private String ended(Event event, JsonNode details) {
        return details.path("outcome").asString("")
                + (event.cause().isEmpty() ? "" : ": " + clean(event.cause()))
                + " after " + details.path("duration_ms").asLong(0) + " ms, "
                + details.path("input_tokens").asLong(0) + " + "
                + details.path("output_tokens").asLong(0) + " tokens, "
                + details.path("attempts").asInt(1) + " attempt(s)";
    }

    private String delivery(Event event, JsonNode details) {
        return details.path("state").asString("")
                + (event.cause().isEmpty() ? "" : ": " + clean(event.cause()))
                + (details.has("possible_duplicate") ? " (perhaps twice)" : "")
                + " " + details.path("reply_id").asString("");
    }

    private String standing(JsonNode details) {
        var words = new ArrayList<String>();
        var running = details.path("running");
        words.add(
                running.isObject()
                        ? "a turn is running, attempt "
                                + running.path("attempt").asInt(1)
                                + running.path("last_step")
                                        .stringValueOpt()
                                        .map(step -> ", last step " + clean(step)
                                                + (running.path("last_step_done")
                                                                .asBoolean(false)
                                                        ? " (done)"
                                                        : " (under way)"))
                                        .orElse("")
                        : "no turn is running");
        words.add(details.path("waiting").size() + " message(s) wait");
        var silenced = details.path("silenced");
        words.add(
                silenced.isObject()
                        ? "silenced by " + clean(silenced.path("by").asString("")) + " until "
                                + silenced.path("until").asString("")
                        : "the agent may speak");
        return String.join("; ", words);
    }

    private String quoted(JsonNode text) {
        return "“" + cut(text.asString("")) + "”";
    }

    private String shown(JsonNode json) {
        return cut(json.isString() ? json.asString("") : json.toString());
    }

    private String cut(String text) {
        var clean = clean(text);
        if (full) {
            return clean;
        }
        var line = clean.replaceAll("\\s+", " ").strip();
        return line.codePointCount(0, line.length()) > SHORT
                ? line.substring(0, line.offsetByCodePoints(0, SHORT)) + "…"
                : line;
    }

    private static String clean(String text) {
        return text.codePoints()
                .map(c ->
                        c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) ? '·' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
