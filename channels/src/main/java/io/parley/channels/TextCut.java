package io.parley.channels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/// Cuts Markdown where it hurts least, so that each piece, measured as it will be sent, is short enough.
final class TextCut {

    /// From the best place to the worst: after a blank line, a line, a sentence, a word.
    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("\\n\\s*\\n"),
            Pattern.compile("\\n"),
            Pattern.compile("(?<=[.!?…])\\s+"),
            Pattern.compile("\\s+"));

    private static final String FENCE = "```";

    private TextCut() {}

    /// The pieces in order; they have no white space around them.
    ///
    /// @param length of a piece as it will be sent
    static List<String> cut(String text, int longest, ToIntFunction<String> length) {
        var pieces = new ArrayList<String>();
        var rest = text.strip();
        while (!rest.isEmpty()) {
            var end = fitting(rest, longest, length);
            var piece = rest.substring(0, end).strip();
            rest = rest.substring(end).strip();
            var fence = openFence(piece);
            if (fence.isPresent() && !rest.isEmpty()) {
                piece = piece + "\n" + FENCE;
                rest = fence.get() + "\n" + rest;
            }
            pieces.add(piece);
        }
        return pieces;
    }

    /// Where the longest piece that fits ends.
    private static int fitting(String text, int longest, ToIntFunction<String> length) {
        if (length.applyAsInt(text) <= longest) {
            return text.length();
        }
        // A bound first: what is sent is hardly ever much shorter than what was written.
        int bound = largest(text, longest, length);
        for (var place : PLACES) {
            int best = -1;
            var matcher = place.matcher(text);
            while (matcher.find() && matcher.start() <= bound) {
                if (matcher.start() > 0) {
                    best = matcher.start();
                }
            }
            if (best > bound / 4) {
                return best;
            }
        }
        return bound;
    }

    /// The most characters, whole code points, that still fit; at least one code point.
    private static int largest(String text, int longest, ToIntFunction<String> length) {
        int low = 1;
        int high = text.codePointCount(0, text.length());
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (length.applyAsInt(closed(text.substring(0, text.offsetByCodePoints(0, middle)))) <= longest) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return text.offsetByCodePoints(0, low);
    }

    private static String closed(String piece) {
        return openFence(piece).isPresent() ? piece + "\n" + FENCE : piece;
    }

    /// The line that opens a block of code which the piece does not close.
    private static Optional<String> openFence(String piece) {
        var open = Optional.<String>empty();
        for (var line : piece.lines().toList()) {
            if (line.startsWith(FENCE)) {
                open = open.isPresent() ? Optional.empty() : Optional.of(line);
            }
        }
        return open;
    }
}
