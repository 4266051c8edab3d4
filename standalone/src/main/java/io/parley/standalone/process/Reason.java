package io.parley.standalone.process;

import java.util.List;
import java.util.stream.Stream;

/// Why something failed, in one line for a person: what a [Failure] says, else what the deepest cause says.
public final class Reason {

    private static final int MAX_LENGTH = 400;

    private Reason() {}

    public static String of(Throwable failure) {
        List<Throwable> chain = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        Throwable telling =
                chain.stream().filter(Failure.class::isInstance).findFirst().orElseGet(chain::getLast);
        String said = telling.getMessage();
        String message = said == null || !said.contains(" ") ? telling.toString() : said; // a bare name tells nothing
        String line = message.replaceAll("\\s*\\R\\s*", " ").strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
