package io.parley.schemas.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A W3C trace context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits: what was done when the record was written
public record TraceContext(String traceId, String spanId) {

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

    /// Reads a header; empty where it is none.
    public static Optional<TraceContext> parse(Optional<String> traceparent) {
        return traceparent
                .map(FORM::matcher)
                .filter(match -> match.matches())
                .map(match -> new TraceContext(match.group(1), match.group(2)));
    }

    /// That of the first thing done in a trace which nobody has begun; the same for the same.
    public static TraceContext first(String what) {
        return new TraceContext(
                digits("trace", what).substring(0, 32), digits("span", what).substring(0, 16));
    }

    /// That of something done because of this; the same for the same.
    public TraceContext child(String what) {
        return new TraceContext(traceId, digits(spanId, what).substring(0, 16));
    }

    private static String digits(String of, String what) {
        try {
            var bytes = (of + "\n" + what).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// As the header says it.
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}
