package io.parley.ingress.ws.frame;

import java.util.Optional;

/// What a client says.
public sealed interface ClientFrame {

    /// Words to be answered.
    ///
    /// @param id the client's own, or the one given to it
    record Message(String id, String text, Optional<String> userName) implements ClientFrame {}

    /// The client is writing.
    record Typing() implements ClientFrame {}

    /// Ends everything unfinished before it.
    record Cancel(Optional<String> id) implements ClientFrame {}

    /// Asks for a pong.
    record Ping() implements ClientFrame {}

    /// Asks for a status.
    record GetStatus() implements ClientFrame {}

    /// Asks for everything after a position.
    record Resume(String after) implements ClientFrame {}

    /// Brings a newer token.
    record Refresh(String token) implements ClientFrame {}

    /// Too long a text, refused without being held against the client.
    record TooLong(Optional<String> id) implements ClientFrame {}

    /// No frame of ours.
    ///
    /// @param reason says what is right
    record Bad(String reason, Optional<String> id) implements ClientFrame {}
}
