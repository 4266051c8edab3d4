package io.parley.bench.load;

import java.util.stream.IntStream;

/// Whether every client has seen all that was said to it, once.
///
/// @param said entries
/// @param incomplete clients whose last entry is not the last that was said to them
/// @param gaps entries that did not follow on
/// @param repeats entries that their client had seen already
public record Completeness(long said, long incomplete, long gaps, long repeats) {

    /// Compares what was said with what was seen.
    ///
    /// @param said how many entries to each user, by index
    /// @param seen the number of each one's last entry
    public static Completeness of(int[] said, int[] seen, Tally tally) {
        long incomplete = IntStream.range(0, said.length)
                .filter(user -> user >= seen.length || seen[user] != said[user])
                .count();
        return new Completeness(IntStream.of(said).asLongStream().sum(), incomplete, tally.gaps(), tally.repeats());
    }

    public boolean isWhole() {
        return incomplete == 0 && gaps == 0 && repeats == 0;
    }

    public String text() {
        return isWhole()
                ? "%d entries, every client has all of its own, once, in order%n".formatted(said)
                : "%d entries, but %d clients lack some, %d did not follow on, %d came twice%n"
                        .formatted(said, incomplete, gaps, repeats);
    }
}
