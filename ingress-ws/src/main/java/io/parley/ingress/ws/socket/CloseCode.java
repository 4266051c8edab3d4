package io.parley.ingress.ws.socket;

/// Close codes of the public contract.
final class CloseCode {

    static final int BAD_FRAMES = 1008;
    static final int RESTART = 1012;
    static final int TOO_SLOW = 1013;
    static final int TOKEN_EXPIRED = 4401;
    static final int NO_PONG = 4408;
    static final int TAKEN_OVER = 4409;
    static final int TOO_FAST = 4429;

    private CloseCode() {}
}
