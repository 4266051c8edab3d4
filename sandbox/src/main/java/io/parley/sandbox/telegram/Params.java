package io.parley.sandbox.telegram;

import io.parley.sandbox.Exchange;
import io.parley.sandbox.Json;
import io.parley.sandbox.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/// A method's parameters: from the query, a form, JSON, or multipart for uploads; nested objects are JSON in a string
/// everywhere but in JSON (Telegram Bot API, Making requests).
final class Params {

    /// 413 beyond (Telegram Bot API, sendDocument: 50 MB).
    static final int MOST_BODY = 50 << 20;

    private final Map<String, JsonNode> values = new HashMap<>();
    private final Map<String, Part> files = new HashMap<>();

    private Params() {}

    static Params of(Exchange exchange) throws IOException {
        Params params = new Params();
        params.addAll(exchange.query());
        if (exchange.method().equals("POST")) {
            params.addBody(exchange);
        }
        return params;
    }

    private void addBody(Exchange exchange) throws IOException {
        switch (exchange.mediaType()) {
            case "application/x-www-form-urlencoded" -> addAll(exchange.form(MOST_BODY));
            case "multipart/form-data" -> exchange.parts(MOST_BODY).forEach(this::add);
            case "application/json" -> {
                byte[] body = exchange.body(MOST_BODY);
                JsonNode json = body.length == 0 ? Json.object() : Json.parse(body);
                if (!json.isObject()) {
                    throw TelegramError.badRequest("can't parse JSON object");
                }
                json.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
            }
            default -> exchange.body(MOST_BODY);
        }
    }

    private void addAll(Fields fields) {
        fields.forEach(field -> values.put(field.getName(), JsonNodeFactory.instance.stringNode(field.getValue())));
    }

    private void add(Part part) {
        if (part.fileName() == null) {
            values.put(part.name(), JsonNodeFactory.instance.stringNode(part.text()));
        } else {
            files.put(part.name(), part);
        }
    }

    /// A value as text; empty where it is missing.
    String text(String name) {
        JsonNode value = values.get(name);
        return value == null || value.isNull() ? "" : value.isString() ? value.stringValue() : value.toString();
    }

    boolean flag(String name) {
        return text(name).equalsIgnoreCase("true") || text(name).equals("1");
    }

    long number(String name) {
        String text = text(name);
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /// An object or a list; missing where there is none.
    JsonNode json(String name) {
        JsonNode value = values.get(name);
        if (value == null || value.isNull()) {
            return MissingNode.getInstance();
        }
        return value.isString() ? Json.parse(value.stringValue().getBytes(StandardCharsets.UTF_8)) : value;
    }

    /// A file that was uploaded under this name, or that the value names with `attach://`.
    Optional<Part> file(String name) {
        String value = text(name);
        return Optional.ofNullable(
                files.get(value.startsWith("attach://") ? value.substring("attach://".length()) : name));
    }
}
