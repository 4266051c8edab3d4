package io.parley.bench.measure;

/// A figure beside the most that is promised of it.
///
/// @param what it is, with its unit
public record Aim(String what, double figure, double most) {

    public boolean isMet() {
        return figure <= most;
    }

    /// One line.
    public String text() {
        return "%s: %.2f, promised at most %.2f: %s%n".formatted(what, figure, most, isMet() ? "kept" : "NOT KEPT");
    }
}
