package io.parley.agent.mcp;

/// The server can't be reached, or does not speak the protocol.
final class ServerAway extends Exception {

    private static final long serialVersionUID = 1;

    /// @param reason a stable lower-case word
    ServerAway(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
