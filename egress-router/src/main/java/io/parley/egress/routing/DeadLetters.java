package io.parley.egress.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.HeaderNames;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Groups;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// What can never be routed: the same bytes with the reason go to the topic's dead letters, an operator is told, and it
/// is counted as `parley_dead_letters_total`.
final class DeadLetters {

    private final MeterRegistry meters;

    DeadLetters(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Sends one record there.
    ///
    /// @param tenant empty when it can't be known
    void send(ProcessorContext<Object, Object> context, Record<byte[], byte[]> record, String reason, String tenant) {
        var origin = context.recordMetadata().orElseThrow();
        meters.counter("parley.dead.letters", "topic", origin.topic(), "reason", reason)
                .increment();
        var headers = new RecordHeaders(record.headers());
        add(headers, HeaderNames.DEAD_REASON, reason);
        add(headers, HeaderNames.DEAD_ORIGIN, text(origin) + "@" + record.timestamp());
        add(headers, HeaderNames.DEAD_GROUP, Groups.EGRESS_ROUTER);
        context.forward(record.withHeaders(headers), RoutingTopology.dead(origin.topic()));
        context.forward(
                new Record<>(tenant, event(origin, reason, tenant, record.timestamp()), record.timestamp()),
                RoutingTopology.TO_SYSTEM_EVENTS);
    }

    private static SystemEvent event(RecordMetadata origin, String reason, String tenant, long at) {
        return SystemEvent.newBuilder()
                .setTenant(tenant)
                .setEvent("dead-letter")
                .setMessage("A record can't be routed and was put aside.")
                .setAttributes(Map.of("topic", origin.topic(), "reason", reason, "origin", text(origin)))
                .setAt(Instant.ofEpochMilli(at))
                .build();
    }

    private static String text(RecordMetadata origin) {
        return origin.topic() + "-" + origin.partition() + "-" + origin.offset();
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
