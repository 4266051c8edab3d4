package io.parley.replay;

/// Whether somebody looks at what is printed.
final class Terminal {

    private Terminal() {}

    /// Colours are for people: not for pipes, and not where `NO_COLOR` is set.
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where nobody looks
    static boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    }
}
