package io.parley.agent.turn;

import io.parley.schemas.wire.ClientHeaders;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/// The W3C trace context of the record that caused what is done, if it had one.
public record Trace(Optional<String> traceparent) {

    static Trace of(Headers headers) {
        return new Trace(ClientHeaders.trace(headers));
    }

    /// The trace's id, 32 hexadecimal digits.
    Optional<String> id() {
        return traceparent.filter(value -> value.length() >= 35).map(value -> value.substring(3, 35));
    }

    /// Adds tenant and trace to a record that leaves.
    public void writeTo(Headers headers, String tenant) {
        ClientHeaders.follow(headers, tenant, traceparent);
    }
}
