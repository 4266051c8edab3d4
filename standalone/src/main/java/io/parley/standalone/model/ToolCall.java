package io.parley.standalone.model;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One call of a tool.
record ToolCall(String name, JsonNode arguments) {

    /// A call that equals the same one read from a request.
    static ToolCall of(String name, ObjectNode arguments) {
        return new ToolCall(name, Json.lenient(arguments.toString()));
    }

    static ToolCall of(String name, String argument, String value) {
        return of(name, JsonNodeFactory.instance.objectNode().put(argument, value));
    }

    static ToolCall of(String name) {
        return of(name, JsonNodeFactory.instance.objectNode());
    }
}
