package io.parley.agent.turn;

import io.parley.agent.media.Attached;
import io.parley.agent.media.Fetched;
import io.parley.agent.memory.MemoryLine;
import io.parley.channels.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the model is told of a message: its own words, and in brackets, in English, what it carries besides.
final class Words {

    private static final int LONGEST_QUOTE = 200;

    private Words() {}

    /// Of a message of a turn.
    static String of(Turn turn, Input input) {
        var carried = input.carried();
        if (carried.equals(Carried.NOTHING) || isPlain(carried)) {
            return input.text();
        }
        var lines = new ArrayList<String>();
        quote(turn, input).ifPresent(lines::add);
        if (carried.attributes().containsKey(Event.FORWARDED)) {
            lines.add("[forwarded]");
        }
        carried.files().forEach(file -> lines.add(file(turn, file)));
        return joined(lines, input.text(), carried.buttonId());
    }

    private static boolean isPlain(Carried carried) {
        return carried.files().isEmpty()
                && carried.refersTo() == null
                && carried.buttonId() == null
                && !carried.attributes().containsKey(Event.FORWARDED)
                && !carried.attributes().containsKey(Event.QUOTED);
    }

    /// Of a message that belongs to no turn any more.
    static String edited(Carried carried, String text) {
        var lines = new ArrayList<String>();
        carried.files().forEach(file -> lines.add(bracketed(file, "")));
        return joined(lines, Storable.text(text), null);
    }

    private static String joined(List<String> lines, String text, @Nullable String buttonId) {
        if (!text.isBlank()) {
            lines.add(text);
        }
        if (buttonId != null) {
            var pressed = "[button: " + buttonId + "]";
            if (text.isBlank()) {
                lines.add(pressed);
            } else if (!text.equals(buttonId)) {
                lines.set(lines.size() - 1, text + " " + pressed);
            }
        }
        return lines.isEmpty() ? "[message without content]" : String.join("\n", lines);
    }

    /// What is quoted, where the provider says it or the turn or its memory has the message.
    private static Optional<String> quote(Turn turn, Input input) {
        var quoted = Optional.ofNullable(input.carried().attributes().get(Event.QUOTED));
        var id = input.carried().refersTo();
        if (id == null) {
            return quoted.map(Words::replyTo);
        }
        return quoted.or(() -> find(turn.inputs(), other -> other.carried().providerId(), Input::text, id))
                .or(() -> find(turn.memory(), MemoryLine::providerId, MemoryLine::text, id))
                .map(Words::replyTo)
                .or(() -> Optional.of("[in reply to an earlier message]"));
    }

    private static <T> Optional<String> find(
            List<T> all, Function<T, @Nullable String> id, Function<T, String> text, String wanted) {
        return all.stream()
                .filter(one -> wanted.equals(id.apply(one)))
                .map(text)
                .filter(words -> !words.isBlank())
                .findFirst();
    }

    private static String replyTo(String words) {
        var line = words.strip().replaceAll("\\s+", " ");
        return "[in reply to: \"" + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line)
                + "\"]";
    }

    private static String file(Turn turn, Attached file) {
        if (!file.hasFile()) {
            return bracketed(file, "");
        }
        return switch (Findings.fetched(turn, file).orElse(null)) {
            case null -> bracketed(file, "");
            case Fetched.Unavailable unavailable ->
                bracketed(file, "could not be loaded: " + inWords(unavailable.reason()));
            case Fetched.Kept kept -> file.speaks() ? heard(turn, file, kept) : bracketed(file, "");
        };
    }

    private static String heard(Turn turn, Attached file, Fetched.Kept kept) {
        return switch (Findings.heard(turn, kept).orElse(null)) {
            case null -> bracketed(file, "");
            case Findings.Heard.Words words -> bracketed(file, "") + " " + words.text();
            case Findings.Heard.Nothing nothing -> "[" + label(file) + " that could not be transcribed]";
        };
    }

    private static String bracketed(Attached file, String trouble) {
        var about = Optional.ofNullable(file.text())
                .or(() -> Optional.ofNullable(file.fileName()))
                .filter(text -> !text.isBlank())
                .map(text -> ": " + text.strip().replaceAll("\\s+", " "))
                .orElse("");
        return "[" + label(file) + about + (trouble.isEmpty() ? "" : ": " + trouble) + "]";
    }

    private static String label(Attached file) {
        return switch (file.kind()) {
            case "image" -> "photo";
            case "voice" -> "voice message";
            default -> file.kind();
        };
    }

    /// A reason's word, without a provider's code behind it.
    private static String inWords(String reason) {
        int end = reason.indexOf(' ');
        return (end < 0 ? reason : reason.substring(0, end)).replace('-', ' ');
    }

    /// Why the client must be told that something did not arrive; empty where everything did.
    static Optional<Missed> missed(Turn turn) {
        return turn.inputs().stream()
                .filter(Input::isMessage)
                .flatMap(input -> input.carried().files().stream())
                .filter(Attached::hasFile)
                .flatMap(file -> missed(turn, file).stream())
                .findFirst();
    }

    private static Optional<Missed> missed(Turn turn, Attached file) {
        if (file.kind().equals("sticker")) {
            // Its emoji says what there is to say.
            return Optional.empty();
        }
        return Findings.fetched(turn, file).flatMap(how -> switch (how) {
            case Fetched.Unavailable unavailable -> Optional.of(new Missed(file.speaks(), unavailable.reason()));
            case Fetched.Kept kept ->
                file.speaks() && Findings.heard(turn, kept).orElse(null) instanceof Findings.Heard.Nothing nothing
                        ? Optional.of(new Missed(true, nothing.reason()))
                        : Optional.empty();
        });
    }

    /// Something that a client has sent and the agent has not got.
    ///
    /// @param spoken whether it is a recording
    record Missed(boolean spoken, String reason) {}

    /// Whether the agent has got anything at all to answer.
    static boolean saysAnything(Turn turn) {
        return turn.inputs().stream()
                .filter(Input::isMessage)
                .anyMatch(input -> !input.text().isBlank()
                        || input.carried().buttonId() != null
                        || input.carried().files().isEmpty()
                        || input.carried().files().stream()
                                .anyMatch(file -> missed(turn, file).isEmpty()));
    }
}
