package io.parley.standalone.service;

import java.util.Optional;
import java.util.function.Function;

/// One setting that a service reads from the environment.
///
/// @param fallback what the service takes when it is not set; empty when there is none
/// @param missing  what it means when it is not set and there is no fallback
/// @param without  what follows from that, where it is a warning
/// @param secret   whether its value must not be shown
/// @param wrong    what is wrong with a value, in a few words
public record Setting(
        String name,
        String fallback,
        Missing missing,
        String without,
        boolean secret,
        Function<String, Optional<String>> wrong) {

    Setting(String name, String fallback, Missing missing, boolean secret, Function<String, Optional<String>> wrong) {
        this(name, fallback, missing, "what needs it is refused", secret, wrong);
    }

    /// What the absence of a setting means.
    public enum Missing {
        FINE,
        WARNING,
        ERROR
    }

    /// How a setting is.
    public enum Level {
        OK,
        WARNING,
        ERROR
    }

    /// What there is to say about one setting.
    ///
    /// @param text the value, or what is wrong and what would be right
    public record Finding(Level level, String name, String text) {}

    static Setting optional(String name, String fallback, Function<String, Optional<String>> wrong) {
        return new Setting(name, fallback, Missing.FINE, false, wrong);
    }

    static Setting secret(String name, Missing missing, Function<String, Optional<String>> wrong) {
        return new Setting(name, "", missing, true, wrong);
    }

    /// Looks at the value given in the environment, or at the absence of one.
    public Finding examine(Optional<String> given) {
        Optional<String> value = given.filter(text -> !text.isBlank());
        if (value.isEmpty() && fallback.isEmpty()) {
            return absent();
        }
        String text = value.orElse(fallback);
        return wrong.apply(text)
                .map(reason -> new Finding(Level.ERROR, name, shown(text) + " is wrong: " + reason))
                .orElseGet(() -> new Finding(Level.OK, name, shown(text) + (value.isEmpty() ? " (default)" : "")));
    }

    private Finding absent() {
        return switch (missing) {
            case FINE -> new Finding(Level.OK, name, "not set");
            case WARNING -> new Finding(Level.WARNING, name, "not set: " + without);
            case ERROR -> new Finding(Level.ERROR, name, "not set, and there is no default");
        };
    }

    private String shown(String value) {
        return secret ? "(" + value.length() + " characters)" : value;
    }
}
