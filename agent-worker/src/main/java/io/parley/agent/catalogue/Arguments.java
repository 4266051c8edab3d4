package io.parley.agent.catalogue;

import io.parley.agent.tool.ToolResult;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a model has given a tool. Nothing of it is trusted.
final class Arguments {

    private static final int LONGEST = 200;

    private Arguments() {}

    /// A text or number of this name that is not blank; cut where it is longer than any name or question.
    static Optional<String> text(JsonNode arguments, String name) {
        var value = arguments.path(name);
        return Optional.of(value)
                .filter(node -> node.isString() || node.isIntegralNumber())
                .map(node -> node.asString("").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() <= LONGEST ? text : text.substring(0, LONGEST));
    }

    /// A whole number of this name, brought between the limits; the standard where there is none.
    static int number(JsonNode arguments, String name, int standard, int least, int most) {
        var value = arguments.path(name);
        return value.isNumber() ? (int) Math.clamp(value.asDouble(standard), least, most) : standard;
    }

    static ToolResult missing(String name) {
        return new ToolResult.Refused(ToolResult.Refused.BAD_ARGUMENTS, "'" + name + "' is missing");
    }
}
