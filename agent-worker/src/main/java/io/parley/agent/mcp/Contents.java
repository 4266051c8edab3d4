package io.parley.agent.mcp;

import io.parley.agent.tool.ToolResult;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a server answers to a call, as a result: structured content as it is, else the joined text.
final class Contents {

    /// The tool says that it could not do it.
    static final String TOOL_ERROR = "tool-error";

    private Contents() {}

    static ToolResult result(JsonNode answer) {
        var text = answer.path("content")
                .valueStream()
                .map(Contents::text)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n"));
        if (answer.path("isError").asBoolean(false)) {
            return new ToolResult.Refused(TOOL_ERROR, text);
        }
        var structured = answer.path("structuredContent");
        return new ToolResult.Done(structured.isObject() ? structured : JsonNodeFactory.instance.stringNode(text));
    }

    /// Of what is no text, the model is told that it is there.
    private static String text(JsonNode part) {
        return switch (part.path("type").asString("")) {
            case "text" -> part.path("text").asString("");
            case "image", "audio" ->
                named(part.path("type").asString(), part.path("mimeType").asString(""));
            case "resource_link" ->
                named(part.path("name").asString("resource"), part.path("uri").asString(""));
            case "resource" -> {
                var resource = part.path("resource");
                yield resource.path("text")
                        .asString(named("resource", resource.path("uri").asString("")));
            }
            default -> "";
        };
    }

    private static String named(String what, String which) {
        return "[" + what + (which.isEmpty() ? "" : ": " + which) + "]";
    }
}
