package io.parley.kit;

import java.util.List;

/// How a check ended.
public sealed interface Verdict {

    /// The promise is kept.
    record Passed() implements Verdict {}

    /// The promise is broken.
    ///
    /// @param complaints at least one, in words
    record Failed(List<String> complaints) implements Verdict {
        public Failed {
            complaints = List.copyOf(complaints);
        }
    }

    /// It could not be checked.
    ///
    /// @param why what the driver cannot do
    record Skipped(String why) implements Verdict {}

    static Verdict of(List<String> complaints) {
        return complaints.isEmpty() ? new Passed() : new Failed(complaints);
    }
}
