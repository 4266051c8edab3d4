package io.parley.replay.record;

/// Where recorded conversations are.
@FunctionalInterface
public interface Records {

    /// Reads what is there now.
    ///
    /// @throws Unreadable when it can't be read
    Recording read(Selection selection);

    /// Records can't be read. The message is one line.
    final class Unreadable extends RuntimeException {

        public Unreadable(String message) {
            super(message);
        }

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
