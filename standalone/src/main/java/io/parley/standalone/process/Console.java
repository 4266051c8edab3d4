package io.parley.standalone.process;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/// What the person at the terminal sees: progress with the seconds since the start, and warnings.
public final class Console {

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    public Console(PrintStream out, InstantSource clock, Instant start) {
        this.out = out;
        this.clock = clock;
        this.start = start;
    }

    /// One line with the time that has passed.
    public void progress(String line) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        print(String.format(Locale.ROOT, "%6.1f s  %s", seconds, line));
    }

    /// One line as it is.
    public void print(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
