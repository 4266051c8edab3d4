package io.parley.ingress.ws.access;

/// Whether somebody may hold a socket.
public sealed interface Decision {

    /// Come in.
    record Admitted(Visitor visitor) implements Decision {}

    /// Stay out.
    ///
    /// @param status 401 no or bad token, 403 another user's token or origin, 404 unknown tenant
    /// @param reason one sentence without what was sent
    record Refused(int status, String reason) implements Decision {}
}
