package io.parley.schemas.wire;

import io.parley.schemas.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Headers;

/// Headers of a record of a client.
public final class ClientHeaders {

    private ClientHeaders() {}

    /// Adds the tenant and a new trace, for a record that no other has caused.
    public static void begin(Headers headers, String tenant) {
        headers.add(HeaderNames.TENANT, tenant.getBytes(StandardCharsets.UTF_8));
        headers.add(HeaderNames.TRACEPARENT, newTrace().getBytes(StandardCharsets.UTF_8));
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
