package io.parley.agent.catalogue;

/// A file that can't be imported; the message names the line, and the column where there is one.
final class InvalidImport extends Exception {

    private static final long serialVersionUID = 1;

    InvalidImport(String message) {
        super(message);
    }

    InvalidImport(int line, String message) {
        super("line " + line + ": " + message);
    }

    InvalidImport(int line, String column, String message) {
        super("line " + line + ", column " + column + ": " + message);
    }
}
