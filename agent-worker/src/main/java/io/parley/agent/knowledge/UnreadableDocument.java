package io.parley.agent.knowledge;

/// The file is not what it is said to be, or more than is read.
final class UnreadableDocument extends Exception {

    private static final long serialVersionUID = 1;

    /// @param message says what is wrong, to who brought the file
    UnreadableDocument(String message) {
        super(message);
    }

    UnreadableDocument(String message, Throwable cause) {
        super(message, cause);
    }

    /// What is wrong.
    String complaint() {
        return String.valueOf(getMessage());
    }
}
