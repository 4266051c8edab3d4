package io.parley.agent.handoff;

import io.parley.agent.memory.MemoryLine;
import io.parley.agent.settings.AgentSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the team is told when a customer wants a person: the same letter whenever it is written again.
///
/// @param to one or several addresses, with commas
/// @param key names the letter; a letter that comes twice has the same
/// @param date when the customer was handed over
record Letter(String to, String subject, String text, String key, Instant date) {

    /// How many lines of the conversation it shows.
    static final int LINES = 12;

    private static final int LONGEST_SUBJECT = 120;
    private static final int LONGEST_LINE = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm (VV)", Locale.ENGLISH);

    /// About this hand-over.
    ///
    /// @param lines of the conversation, oldest first
    static Letter about(Handover handover, List<MemoryLine> lines, AgentSettings settings) {
        var subject = settings.name() + ": a customer asks for a person: " + handover.reason();
        return new Letter(
                settings.teamEmail().orElse(""),
                oneLine(subject, LONGEST_SUBJECT),
                text(handover, lines, settings),
                handover.turnId(),
                handover.askedAt());
    }

    private static String text(Handover handover, List<MemoryLine> lines, AgentSettings settings) {
        return """
                A customer of %s asks for a person.

                Reason:   %s
                Summary:  %s
                Channel:  %s
                Customer: %s
                Since:    %s

                The last lines of the conversation
                ----------------------------------
                %s

                How to answer
                -------------
                The agent keeps silent until %s, or until you hand the conversation back.

                Where you see the channel yourselves, for instance in the app on the shop's phone, just write there.
                Or use Parley's API on the agent worker, with the admin token:

                  POST /v1/conversations/%s/reply
                       {"author": "your name", "text": "your answer"}
                  POST /v1/conversations/%s/hand-back
                       {"author": "your name"}

                Nobody reads answers to this mail.
                """.formatted(
                        oneLine(settings.name(), LONGEST_LINE),
                        oneLine(handover.reason(), LONGEST_LINE),
                        indented(handover.summary(), "          "),
                        handover.channel(),
                        handover.clientId(),
                        time(handover.askedAt(), settings.timeZone()),
                        lines.stream().map(Letter::spoken).collect(Collectors.joining("\n")),
                        time(handover.silentUntil(), settings.timeZone()),
                        handover.clientId(),
                        handover.clientId());
    }

    private static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }

    private static String spoken(MemoryLine line) {
        return switch (line.role()) {
            case USER -> "Customer: " + indented(line.text(), "          ");
            case AGENT -> "Agent:    " + indented(line.text(), "          ");
            case HUMAN -> "Team:     " + indented(line.text(), "          ");
            case NOTE -> indented(line.text(), "");
        };
    }

    private static String indented(String text, String by) {
        return cut(text.strip(), LONGEST_LINE).replaceAll("\\R", "\n" + by);
    }

    /// Without anything that could begin another header line.
    private static String oneLine(String text, int longest) {
        return cut(text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip(), longest);
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) > longest
                ? text.substring(0, text.offsetByCodePoints(0, longest)) + "…"
                : text;
    }

    /// Without whom it concerns.
    @Override
    public String toString() {
        return "Letter[" + key + "]";
    }
}
