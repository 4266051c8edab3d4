package io.parley.standalone.model;

import io.parley.standalone.model.Answers.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A call of a tool that nobody has asked for, another one each time.
final class Misuse {

    /// Tools that end the turn or change something.
    private static final Set<String> NOT_THESE =
            Set.of(HandOverPlan.TOOL, Showing.TOOL, BookingPlan.TOOL, AppointmentsPlan.CANCEL);

    private Misuse() {}

    /// Words only where no tool is offered.
    static Answer of(ChatRequest request, Mode mode) {
        Optional<ChatRequest.Tool> tool = request.tools().stream()
                .filter(offered -> !NOT_THESE.contains(offered.name()))
                .findFirst();
        return tool.map(offered -> Answer.call(List.of(ToolCall.of(offered.name(), arguments(request, offered)))))
                .orElseGet(() -> Answers.to(request, mode));
    }

    private static ObjectNode arguments(ChatRequest request, ChatRequest.Tool tool) {
        String text = "again " + request.steps().size();
        ObjectNode arguments = ToolArguments.required(tool.parameters(), Question.of(text));
        return arguments.isEmpty()
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("again", request.steps().size())
                : arguments;
    }
}
