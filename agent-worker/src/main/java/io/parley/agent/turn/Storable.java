package io.parley.agent.turn;

/// Text as PostgreSQL can store it.
final class Storable {

    private Storable() {}

    /// Without NUL, which PostgreSQL refuses in text (`invalid byte sequence for encoding "UTF8": 0x00`).
    static String text(String text) {
        return text.indexOf(0) < 0 ? text : text.replace("\u0000", "");
    }
}
