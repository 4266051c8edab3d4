package io.parley.campaign;

import java.io.PrintStream;
import java.util.Locale;

/// What the person at the terminal sees while a run goes on: lines with the seconds since its start.
final class Progress {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String words) {
        out.println(String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - start) / 1e9, words));
        out.flush();
    }
}
