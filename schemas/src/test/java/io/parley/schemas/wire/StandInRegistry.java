package io.parley.schemas.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import tools.jackson.databind.json.JsonMapper;

/// The two endpoints of a Confluent-compatible registry, strictly: anything else is refused. Rules: Confluent's "Schema
/// Registry API Reference", subjects and schemas.
final class StandInRegistry implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern REGISTER = Pattern.compile("/ccompat/subjects/([^/]+)/versions");
    private static final Pattern BY_ID = Pattern.compile("/ccompat/schemas/ids/(\\d+)");

    private final HttpServer server;
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final List<String> subjects = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();

    StandInRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/ccompat/");
    }

    String schema(int id) {
        return schemas.get(id - 1);
    }

    List<String> subjects() {
        return subjects;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        var path = exchange.getRequestURI().getPath();
        var register = REGISTER.matcher(path);
        var byId = BY_ID.matcher(path);
        if (exchange.getRequestMethod().equals("POST") && register.matches()) {
            register(exchange, register.group(1));
        } else if (exchange.getRequestMethod().equals("GET") && byId.matches()) {
            find(exchange, Integer.parseInt(byId.group(1)));
        } else {
            reply(exchange, 405, "{\"error_code\":405}");
        }
    }

    private void register(HttpExchange exchange, String subject) throws IOException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!"application/vnd.schemaregistry.v1+json".equals(type)) {
            reply(exchange, 415, "{\"error_code\":415}");
            return;
        }
        try {
            var schema = JSON.readTree(exchange.getRequestBody().readAllBytes())
                    .path("schema")
                    .stringValue();
            new Schema.Parser().parse(schema);
            if (!schemas.contains(schema)) {
                schemas.add(schema);
                subjects.add(subject);
            }
            reply(exchange, 200, "{\"id\":" + (schemas.indexOf(schema) + 1) + "}");
        } catch (SchemaParseException e) {
            reply(exchange, 422, "{\"error_code\":42201}");
        }
    }

    private void find(HttpExchange exchange, int id) throws IOException {
        if (id < 1 || id > schemas.size()) {
            reply(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        } else {
            var body = JSON.createObjectNode().put("schema", schema(id));
            reply(exchange, 200, body.toString());
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
