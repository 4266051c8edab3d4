package io.parley.standalone.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NamedToolPlanTest {

    @Test
    void a_tool_of_which_nothing_is_known_is_called_when_it_is_named() {
        Exam exam = Exam.english("Echo: what a day")
                .offering("echo", "search_products")
                .when("echo", "Echo: what a day");
        assertThat(exam.words()).startsWith("This is what I found: Echo: what a day");
        assertThat(exam.calls()).containsExactly("echo{\"text\":\"Echo: what a day\"}");
    }

    @Test
    void it_is_not_called_for_anything_else() {
        Exam exam = Exam.english("Do you have calipers?").offering("echo", "search_products");
        exam.words();
        assertThat(exam.calls()).noneMatch(call -> call.startsWith("echo"));
    }

    @Test
    void a_request_may_insist_on_a_tool_or_forbid_all() {
        assertThat(Answers.to(ChatRequest.parse(insisting("required")), Answers.Mode.PROMPT)
                        .calls())
                .singleElement()
                .extracting(ToolCall::name)
                .isEqualTo("search_products");
        assertThat(Answers.to(ChatRequest.parse(insisting("none")), Answers.Mode.PROMPT)
                        .calls())
                .isEmpty();
    }

    private static JsonNode insisting(String choice) {
        ObjectNode request =
                ModelClient.request("You are a test.", "Do you have boots?").put("tool_choice", choice);
        request.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "search_products");
        return request;
    }
}
