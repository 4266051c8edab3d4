package io.parley.standalone.model;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which part of the stand-in answers which path.
final class Routes extends Handler.Abstract {

    private static final int MAX_CONTROL_BODY = 65_536;

    private final Control control = new Control();
    private final Chat chat;
    private final Consumer<Duration> refusal;

    /// @param refusal makes the server refuse connections for a while
    Routes(Clock clock, Consumer<Duration> refusal) {
        this.chat = new Chat(control, clock);
        this.refusal = refusal;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(request, response);
        try {
            route(exchange, request.getMethod(), Request.getPathInContext(request));
            callback.succeeded();
        } catch (ApiError e) {
            exchange.error(e);
            callback.succeeded();
        } catch (Exchange.Disconnected e) {
            callback.failed(e);
        }
        return true;
    }

    private void route(Exchange exchange, String method, String path) throws IOException, InterruptedException {
        switch (method + " " + path) {
            case "POST /v1/chat/completions" -> {
                authorize(exchange);
                chat.handle(exchange);
            }
            case "POST /v1/audio/transcriptions" -> {
                authorize(exchange);
                Transcription.handle(exchange);
            }
            case "GET /v1/models" -> exchange.json(200, models());
            case "GET /health", "GET /ready" ->
                exchange.json(200, JsonNodeFactory.instance.objectNode().put("status", "UP"));
            case "POST /control/refuse" -> refuse(exchange);
            default -> control(exchange, method, path);
        }
    }

    private void control(Exchange exchange, String method, String path) throws IOException {
        JsonNode body = method.equals("POST") ? body(exchange) : JsonNodeFactory.instance.objectNode();
        Map<String, String> query = Request.extractQueryParameters(exchange.request()).stream()
                .collect(Collectors.toMap(Fields.Field::getName, Fields.Field::getValue));
        exchange.json(200, control.handle(method, path, body, query));
    }

    private void refuse(Exchange exchange) throws IOException {
        Duration time = Duration.ofMillis((long) (body(exchange).path("seconds").asDouble(5) * 1000));
        exchange.json(202, JsonNodeFactory.instance.objectNode().put("refusing_ms", time.toMillis()));
        refusal.accept(time);
    }

    private static JsonNode body(Exchange exchange) throws IOException {
        byte[] body = exchange.body(MAX_CONTROL_BODY);
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.parse(body);
    }

    private static void authorize(Exchange exchange) {
        String header = exchange.request().getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.startsWith("Bearer ")) {
            String message =
                    "You didn't provide an API key. You need to provide your API key in an Authorization header "
                            + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";
            throw new ApiError(401, "invalid_request_error", message, null, null, Map.of());
        }
        if (header.startsWith("Bearer invalid")) {
            throw new ApiError(
                    401, "invalid_request_error", "Incorrect API key provided.", null, "invalid_api_key", Map.of());
        }
    }

    private static ObjectNode models() {
        ObjectNode models = JsonNodeFactory.instance.objectNode().put("object", "list");
        models.putArray("data")
                .addObject()
                .put("id", Completion.MODEL)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "parley");
        return models;
    }
}
