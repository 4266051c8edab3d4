package io.parley.ingress.ws.frame;

/// Codes of `error` frames; part of the public contract.
public enum ErrorCode {
    INVALID_FRAME,
    TEXT_TOO_LONG,
    RATE_LIMITED,
    TOKEN_EXPIRED,
    TOKEN_REFUSED,
    UNAVAILABLE,
    INTERNAL
}
