package io.parley.schemas.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Spans as a request of OTLP writes them: ids in hexadecimal digits, times as text
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).
final class OtlpJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /// SPAN_KIND_INTERNAL and STATUS_CODE_ERROR of the protocol's definition.
    private static final int INTERNAL = 1;
    private static final int ERROR = 2;

    private final String service;

    OtlpJson(String service) {
        this.service = service;
    }

    String text(List<Span> spans) {
        var root = JSON.objectNode();
        var resource = root.putArray("resourceSpans").addObject();
        resource.putObject("resource").set("attributes", attributes(Map.of("service.name", service)));
        var scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "io.parley");
        var list = scope.putArray("spans");
        spans.forEach(span -> list.add(span(span)));
        return root.toString();
    }

    private static ObjectNode span(Span span) {
        var node = JSON.objectNode()
                .put("traceId", span.context().traceId())
                .put("spanId", span.context().spanId());
        span.parentId().ifPresent(parent -> node.put("parentSpanId", parent));
        node.put("name", span.name())
                .put("kind", INTERNAL)
                .put("startTimeUnixNano", nanos(span.start()))
                .put("endTimeUnixNano", nanos(span.end()));
        node.set("attributes", attributes(span.attributes()));
        var events = node.putArray("events");
        span.events()
                .forEach(event -> events.addObject()
                        .put("timeUnixNano", nanos(event.at()))
                        .put("name", event.name()));
        span.failure()
                .ifPresent(why -> node.putObject("status").put("code", ERROR).put("message", why));
        return node;
    }

    private static ArrayNode attributes(Map<String, String> attributes) {
        var array = JSON.arrayNode();
        attributes.forEach((key, value) ->
                array.addObject().put("key", key).putObject("value").put("stringValue", value));
        return array;
    }

    private static String nanos(Instant time) {
        return Long.toString(TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano());
    }
}
