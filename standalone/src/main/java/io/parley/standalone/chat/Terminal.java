package io.parley.standalone.chat;

import java.io.PrintStream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A talk for a person: text as it is being written, tool calls, signs of life; colours and a moving status line on a
/// terminal only.
final class Terminal implements Output {

    private static final String DIM = "2";
    private static final String CYAN = "36";
    private static final String YELLOW = "33";
    private static final String RED = "31";

    private final PrintStream out;
    private final boolean ansi;
    private final StringBuilder streamed = new StringBuilder();
    private String turn = "";
    private int attempt;
    private String tool = "";
    private boolean statusShown;

    Terminal(PrintStream out, boolean ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    @Override
    public void received(JsonNode frame, boolean own) {
        switch (text(frame, "type")) {
            case "connected" -> notice("connected as " + text(frame, "user_id"));
            case "message" -> entry(frame, own);
            case "progress" -> progress(frame);
            case "delta" -> delta(frame);
            case "completed" -> completed(frame);
            case "status" -> status(frame);
            case "system" -> line(YELLOW, text(frame, "event") + " " + text(frame, "message"));
            case "draining" -> notice("this node is going away, moving to another");
            case "error" -> line(RED, text(frame, "code") + ": " + text(frame, "message"));
            default -> {}
        }
        out.flush();
    }

    @Override
    public void notice(String text) {
        line(DIM, "-- " + text);
        out.flush();
    }

    private void entry(JsonNode entry, boolean own) {
        String content = text(entry, "content");
        if (text(entry, "role").equals("user")) {
            if (!own) {
                line(DIM, "you> " + content);
            }
        } else if (streamed.isEmpty()) {
            line(colourOf(entry), speaker(entry) + "> " + content + extras(entry));
        } else {
            boolean follows = content.startsWith(streamed.toString());
            out.println(follows ? content.substring(streamed.length()) : "");
            streamed.setLength(0);
            if (!follows) {
                line(colourOf(entry), speaker(entry) + "> " + content);
            }
            out.print(extras(entry).isEmpty() ? "" : extras(entry).strip() + System.lineSeparator());
        }
    }

    private void progress(JsonNode frame) {
        String phase = text(frame, "phase");
        String itsTool = text(frame, "tool");
        if (phase.equals("tool") && !itsTool.equals(tool)) {
            line(DIM, "   uses " + itsTool);
        }
        tool = itsTool;
        if (ansi && streamed.isEmpty()) {
            clearStatus();
            out.print(coloured(
                    DIM,
                    "   "
                            + Optional.of(text(frame, "message"))
                                    .filter(message -> !message.isEmpty())
                                    .orElse(phase) + " …"));
            statusShown = true;
        }
    }

    private void delta(JsonNode frame) {
        startAnew(text(frame, "turn_id"), frame.path("attempt").asInt(0));
        int offset = frame.path("offset").asInt(0);
        String text = text(frame, "text");
        int known = streamed.length() - offset;
        boolean fits = frame.path("attempt").asInt(0) == attempt && known >= 0 && known < text.length();
        if (fits) {
            clearStatus();
            out.print(streamed.isEmpty() ? coloured(CYAN, "agent> ") : "");
            out.print(text.substring(known));
            streamed.append(text, known, text.length());
        }
    }

    private void startAnew(String itsTurn, int itsAttempt) {
        boolean newer = !itsTurn.equals(turn) || itsAttempt > attempt;
        if (newer && !streamed.isEmpty()) {
            out.println();
            line(DIM, "   (begins again)");
            streamed.setLength(0);
        }
        if (newer) {
            turn = itsTurn;
            attempt = itsAttempt;
        }
    }

    private void completed(JsonNode frame) {
        JsonNode stats = frame.path("stats");
        String reason = text(frame, "reason");
        line(
                DIM,
                "   %s%s, %.1f s, %d + %d tokens, %d tool calls"
                        .formatted(
                                text(frame, "outcome"),
                                reason.isEmpty() ? "" : " (" + reason + ")",
                                stats.path("duration_ms").asLong(0) / 1000.0,
                                stats.path("input_tokens").asLong(0),
                                stats.path("output_tokens").asLong(0),
                                stats.path("tool_calls").asLong(0)));
    }

    private void status(JsonNode frame) {
        JsonNode running = frame.path("turn");
        String turnText = running.isObject() ? "a turn is " + text(running, "phase") : "no turn runs";
        line(
                DIM,
                "-- " + turnText + ", " + frame.path("waiting").asLong(0) + " waiting, "
                        + frame.path("sockets").asLong(0) + " sockets");
    }

    private static String extras(JsonNode entry) {
        var extras = new StringBuilder();
        if (entry.path("image_url").isString()) {
            extras.append(System.lineSeparator()).append("   picture: ").append(text(entry, "image_url"));
        }
        entry.path("buttons")
                .forEach(button -> extras.append(System.lineSeparator())
                        .append("   [")
                        .append(text(button, "title"))
                        .append(']'));
        return extras.toString();
    }

    private static String speaker(JsonNode entry) {
        return Optional.of(text(entry, "author"))
                .filter(author -> !author.isEmpty())
                .orElse("agent");
    }

    private static String colourOf(JsonNode entry) {
        return switch (text(entry, "kind")) {
            case "failure" -> RED;
            case "cancelled", "notice" -> YELLOW;
            default -> CYAN;
        };
    }

    private void line(String colour, String text) {
        clearStatus();
        out.println(coloured(colour, text));
    }

    private void clearStatus() {
        if (statusShown) {
            out.print("\r\u001b[K");
            statusShown = false;
        }
    }

    private String coloured(String colour, String text) {
        return ansi ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private static String text(JsonNode frame, String field) {
        return frame.path(field).asString("");
    }
}
