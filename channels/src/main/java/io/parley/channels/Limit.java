package io.parley.channels;

import java.time.Duration;

/// At most so many messages in a time.
///
/// @param scope over what it is counted
/// @param burst how many may go at once after a pause
public record Limit(Scope scope, int messages, Duration per, int burst) {

    /// Over what something counts.
    public enum Scope {
        /// Everything that the account sends.
        ACCOUNT,
        /// What it sends to one client.
        CLIENT
    }
}
