package io.parley.bench.load;

import java.util.Optional;

/// What an entry of the benchmark says: which of its client's entries it is, and when it was written.
///
/// @param number from 1, one more each time
/// @param writtenNanos of a clock that all processes of the machine share
public record Words(int number, long writtenNanos) {

    private static final String START = "\"content\":\"#";

    /// As the content of an entry of about this many characters.
    public String text(int length) {
        var known = "#" + number + " @" + writtenNanos + " ";
        return known + "x".repeat(Math.max(0, length - known.length()));
    }

    static Optional<Words> in(String frame) {
        int from = frame.indexOf(START);
        int middle = frame.indexOf(" @", from);
        int end = frame.indexOf(' ', middle + 2);
        return from < 0 || middle < 0 || end < 0
                ? Optional.empty()
                : Optional.of(new Words(
                        Integer.parseInt(frame, from + START.length(), middle, 10),
                        Long.parseLong(frame, middle + 2, end, 10)));
    }
}
