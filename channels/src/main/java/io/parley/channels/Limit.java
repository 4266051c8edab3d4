package io.parley.channels;

import java.time.Duration;

/// At most so many messages in a time: a bucket that holds `burst` and gains `messages` evenly over `per`. In
/// any window of `per`, up to `messages + burst` can go.
///
/// @param scope over what it is counted
/// @param burst how many may go at once after a pause
public record Limit(Scope scope, int messages, Duration per, int burst) {

    /// Over what something counts.
    public enum Scope {
        /// Everything that the account sends.
        ACCOUNT,
        /// What it sends to one external id, over all its threads: providers know chats, not our threads.
        CLIENT
    }
}
