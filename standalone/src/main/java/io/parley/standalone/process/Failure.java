package io.parley.standalone.process;

/// A command cannot do its work; the message is the one line that the person at the terminal gets.
public final class Failure extends RuntimeException {

    public Failure(String line) {
        super(line);
    }

    public Failure(String line, Throwable cause) {
        super(line, cause);
    }
}
