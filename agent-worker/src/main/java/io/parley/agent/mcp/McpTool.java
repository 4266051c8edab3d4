package io.parley.agent.mcp;

import io.parley.agent.settings.McpServer;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolFailure;
import io.parley.agent.tool.ToolResult;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A tool of a server. What the server says of it in annotations is believed, as its tenant has chosen it: without a
/// word it writes, and is not to be called twice.
final class McpTool implements Tool {

    /// The longest name that OpenAI's function calling takes.
    private static final int LONGEST_NAME = 64;

    /// The longest description that it takes.
    private static final int LONGEST_DESCRIPTION = 1_024;

    private static final int LARGEST_SCHEMA = 20_000;

    private final McpConnection connection;
    private final String name;
    private final Spec spec;

    private McpTool(McpConnection connection, String name, Spec spec) {
        this.connection = connection;
        this.name = name;
        this.spec = spec;
    }

    /// Empty for one that can't be offered: without a name, or with a schema that would fill the prompt.
    static Optional<Tool> of(McpConnection connection, McpServer server, JsonNode described) {
        var name = described.path("name").asString("");
        var parameters = schema(described.path("inputSchema"));
        if (name.isBlank() || parameters.toString().length() > LARGEST_SCHEMA) {
            return Optional.empty();
        }
        var hints = described.path("annotations");
        boolean reads = hints.path("readOnlyHint").asBoolean(false);
        var description =
                described.path("description").asString(described.path("title").asString(name));
        return Optional.of(new McpTool(
                connection,
                name,
                new Spec(
                        name(server.name() + "_" + name),
                        description.substring(0, Math.min(description.length(), LONGEST_DESCRIPTION)),
                        parameters,
                        reads ? Effect.READ : Effect.WRITE,
                        "mcp:" + server.name(),
                        server.timeout(),
                        reads || hints.path("idempotentHint").asBoolean(false))));
    }

    private static String name(String name) {
        var clean = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME));
    }

    /// An object, even where the server describes none.
    private static JsonNode schema(JsonNode described) {
        var schema = described.isObject() ? (ObjectNode) described.deepCopy() : JsonNodeFactory.instance.objectNode();
        schema.remove("$schema");
        schema.put("type", "object");
        schema.withObject("/properties");
        return schema;
    }

    @Override
    public Spec spec() {
        return spec;
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException, ToolFailure {
        return connection.session().call(name, call.arguments(), call.idempotencyKey(), call.progress());
    }
}
