package io.parley.schemas.wire;

import io.parley.schemas.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;

/// Headers of a record of a client.
public final class ClientHeaders {

    private ClientHeaders() {}

    /// Adds the tenant and a new trace, for a record that no other has caused.
    public static void begin(Headers headers, String tenant) {
        follow(headers, tenant, Optional.of(newTrace()));
    }

    /// Adds the tenant and the trace of what caused the record, if that had one.
    public static void follow(Headers headers, String tenant, Optional<String> trace) {
        headers.add(HeaderNames.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
        trace.ifPresent(value -> headers.add(HeaderNames.TRACEPARENT, value.getBytes(StandardCharsets.UTF_8)));
    }

    /// The W3C trace context among the headers, whatever it is.
    public static Optional<String> trace(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(HeaderNames.TRACEPARENT))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    /// Version 00, random ids of trace and span, sampled: https://www.w3.org/TR/trace-context/#traceparent-header
    private static String newTrace() {
        return "00-" + randomHex() + randomHex() + "-" + randomHex() + "-01";
    }

    /// 16 digits that are not all zero.
    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
