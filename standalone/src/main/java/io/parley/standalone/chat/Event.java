package io.parley.standalone.chat;

import tools.jackson.databind.node.ObjectNode;

/// What happens to a talk, from the socket and from the one who writes.
sealed interface Event {

    /// The socket is open; the server's `connected` will follow.
    record Opened() implements Event {}

    /// One frame of the server's.
    record Received(ObjectNode frame) implements Event {}

    /// The socket is gone, or could not be opened.
    ///
    /// @param hopeless whether trying again cannot help: a refusal such as 401 or 404, or the token's end
    record Lost(String why, boolean hopeless) implements Event {}

    /// A line was written.
    record Line(String text) implements Event {}

    /// Nothing more will be written.
    record InputEnded() implements Event {}
}
