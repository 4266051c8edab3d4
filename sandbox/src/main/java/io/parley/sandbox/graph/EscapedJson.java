package io.parley.sandbox.graph;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Webhook bodies as bytes. Meta escapes everything beyond ASCII with lower-case digits and signs what it sends (Graph
/// API, webhooks, "validating payloads"); older versions of that page also escape the slash and `<`, `%`, `@`.
enum EscapedJson {
    /// Everything beyond ASCII as `\u00e4`.
    ASCII,
    /// So, and the slash, `<`, `%` and `@` as well.
    ALL,
    /// As it is: nobody may count on the escapes.
    RAW;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    byte[] bytes(JsonNode body) {
        var json = JSON.writeValueAsString(body);
        var text = switch (this) {
            case RAW -> json;
            case ASCII -> ascii(json);
            case ALL ->
                ascii(json)
                        .replace("/", "\\/")
                        .replace("<", "\\u003C")
                        .replace("%", "\\u0025")
                        .replace("@", "\\u0040");
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String ascii(String json) {
        var text = new StringBuilder(json.length() + 16);
        json.chars().forEach(unit -> {
            if (unit < 0x80) {
                text.append((char) unit);
            } else {
                text.append(String.format("\\u%04x", unit));
            }
        });
        return text.toString();
    }
}
