package io.parley.standalone.model;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a plan wants to do next about a question.
sealed interface Move {

    /// A tool has to be asked first.
    record Ask(ToolCall call) implements Move {}

    /// This is the answer.
    ///
    /// @param products that it shows, as a tool has given them
    record Say(String words, List<JsonNode> products) implements Move {

        Say(String words) {
            this(words, List.of());
        }
    }
}
