package io.parley.standalone.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receiver of spans by OTLP over HTTP, as JSON.
final class SpanReceiver implements AutoCloseable {

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /// A span as it came.
    record Received(
            String service, String trace, String id, String parent, String name, Map<String, String> attributes) {}

    SpanReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            read(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Received> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    private void read(JsonNode request) {
        for (var resource : request.path("resourceSpans")) {
            var service = attributes(resource.path("resource")).get("service.name");
            for (var span : resource.at("/scopeSpans/0/spans")) {
                spans.add(new Received(
                        String.valueOf(service),
                        span.path("traceId").asString(""),
                        span.path("spanId").asString(""),
                        span.path("parentSpanId").asString(""),
                        span.path("name").asString(""),
                        attributes(span)));
            }
        }
    }

    private static Map<String, String> attributes(JsonNode node) {
        var attributes = new HashMap<String, String>();
        node.path("attributes")
                .forEach(attribute -> attributes.put(
                        attribute.path("key").asString(""),
                        attribute.at("/value/stringValue").asString("")));
        return attributes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
