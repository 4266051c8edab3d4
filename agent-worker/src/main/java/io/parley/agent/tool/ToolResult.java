package io.parley.agent.tool;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What came of a call.
public sealed interface ToolResult {

    /// It did what was asked.
    ///
    /// @param content what the model is told; cut at a limit
    /// @param cards things that a reply may show, which the model names by their id
    record Done(JsonNode content, List<Card> cards) implements ToolResult {

        public Done {
            cards = List.copyOf(cards);
        }

        public Done(JsonNode content) {
            this(content, List.of());
        }
    }

    /// It did not, for a reason that the model can do something about, such as wrong arguments.
    ///
    /// @param reason a stable lower-case word
    /// @param message for the model
    record Refused(String reason, String message) implements ToolResult {

        /// Arguments that are missing or make no sense.
        public static final String BAD_ARGUMENTS = "bad-arguments";
        /// Nothing of that name or number that this client may see.
        public static final String NOT_FOUND = "not-found";
    }
}
