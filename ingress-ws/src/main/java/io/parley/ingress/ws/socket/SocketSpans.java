package io.parley.ingress.ws.socket;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.trace.Span;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.trace.TraceContext;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;

/// The two ends of a trace that are here: a message is accepted, an entry is shown.
final class SocketSpans {

    private final Spans spans;
    private final Clock clock;

    SocketSpans(Spans spans, Clock clock) {
        this.spans = spans;
        this.clock = clock;
    }

    /// Begins now and ends with the acknowledgement. The record's headers name it as what all else is caused by.
    void accepting(IncomingMessage message, Headers headers, CompletionStage<?> acknowledged) {
        if (!spans.areWanted()) {
            return;
        }
        var start = clock.instant();
        var _ = acknowledged.thenRun(() -> TraceContext.parse(ClientHeaders.trace(headers))
                .map(context -> new Span(
                        context,
                        Optional.empty(),
                        "accept",
                        start,
                        clock.instant(),
                        Map.of("tenant", message.getTenant(), "channel", message.getChannel())))
                .ifPresent(spans::add));
    }

    /// Has ended now.
    ///
    /// @param routedAt when the record was written
    void shown(Outbound outbound, Headers headers, Instant routedAt) {
        if (spans.areWanted() && outbound.getPayload() instanceof AgentReply entry) {
            var attributes = Map.of(
                    "tenant", outbound.getTenant(), "channel", outbound.getChannel(), "replyId", entry.getReplyId());
            var now = clock.instant();
            TraceContext.parse(ClientHeaders.trace(headers))
                    .map(cause -> new Span(
                            cause.child("deliver " + entry.getReplyId() + outbound.getSlot()),
                            Optional.of(cause.spanId()),
                            "deliver",
                            routedAt,
                            now.isBefore(routedAt) ? routedAt : now,
                            attributes))
                    .ifPresent(spans::add);
        }
    }
}
