package io.parley.lanes;

import java.util.ArrayList;
import java.util.List;

/// The finished ranges beyond a committed offset, as the text that stands in the commit's metadata.
///
/// `1:` and then, in turn, the length of a run of unfinished and of a run of finished offsets, each number in
/// groups of five bits, lowest first, a group a character; 32 is added to every group but a number's last.
/// What would make the text longer than 4,000 characters is left out and read again after a restart (a broker
/// takes 4,096 bytes).
final class RunLengths {
    /// Offsets from `start` to before `end`.
    record Range(long start, long end) {}

    static final int MAX_LENGTH = 4_000;
    private static final String VERSION = "1:";
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private RunLengths() {}

    /// @param finished ascending, without overlap, beyond the base
    static String encode(long base, List<Range> finished) {
        StringBuilder text = new StringBuilder(VERSION);
        long position = base;
        for (Range range : finished) {
            int length = text.length();
            append(text, range.start() - position);
            append(text, range.end() - range.start());
            if (text.length() > MAX_LENGTH) {
                text.setLength(length);
                break;
            }
            position = range.end();
        }
        return text.length() == VERSION.length() ? "" : text.toString();
    }

    /// Metadata of another origin names nothing.
    static List<Range> decode(long base, String metadata) {
        if (!metadata.startsWith(VERSION)) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>();
        long position = base;
        List<Long> runs = numbers(metadata.substring(VERSION.length()));
        for (int i = 0; i + 1 < runs.size(); i += 2) {
            long start = position + runs.get(i);
            position = start + runs.get(i + 1);
            ranges.add(new Range(start, position));
        }
        return ranges;
    }

    private static void append(StringBuilder text, long number) {
        long rest = number;
        while (rest >= 32) {
            text.append(DIGITS.charAt((int) (rest & 31) + 32));
            rest >>>= 5;
        }
        text.append(DIGITS.charAt((int) rest));
    }

    private static List<Long> numbers(String text) {
        List<Long> numbers = new ArrayList<>();
        long number = 0;
        int shift = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0 || shift > 55) {
                return List.of();
            }
            number |= (long) (digit & 31) << shift;
            shift += 5;
            if (digit < 32) {
                numbers.add(number);
                number = 0;
                shift = 0;
            }
        }
        return numbers;
    }
}
