package io.parley.standalone.model;

import java.util.Locale;

/// How a call can go wrong.
enum Fault {
    /// 429 with `Retry-After`.
    RATE_LIMIT,
    /// 500.
    SERVER_ERROR,
    /// 503 with `Retry-After`.
    OVERLOADED,
    /// 400 with the code `context_length_exceeded`.
    CONTEXT_TOO_LONG,
    /// The connection is closed without a byte of an answer.
    CLOSE,
    /// Not a byte of an answer, ever.
    HANG_BEFORE_HEADERS,
    /// A part of the answer, then silence.
    HANG_MID_STREAM,
    /// The answer, one byte each half second.
    TRICKLE,
    /// A part of the answer, then a clean end without `finish_reason` and `[DONE]`.
    EARLY_END,
    /// A part of the answer, then a reset of the connection.
    RESET,
    /// A part of the answer, then an error object inside the stream.
    ERROR_IN_STREAM,
    /// 200 with something that is no JSON.
    GARBAGE,
    /// An answer without words.
    EMPTY,
    /// A tool call whose arguments are no JSON.
    BROKEN_TOOL_CALL,
    /// A tool call and nothing but tool calls, for as long as the client goes along.
    TOOL_LOOP;

    static Fault named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("There is no fault '" + name + "'.", "fault");
        }
    }

    /// Whether only a part of the stream is sent.
    boolean cutsTheStream() {
        return switch (this) {
            case HANG_MID_STREAM, EARLY_END, RESET, ERROR_IN_STREAM, GARBAGE -> true;
            default -> false;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
