package io.parley.agent.turn;

import static io.parley.agent.turn.ScriptedModel.asksAfter;
import static io.parley.agent.turn.ScriptedModel.failsAfter;
import static io.parley.agent.turn.ScriptedModel.saysAfter;
import static io.parley.agent.turn.ScriptedTools.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.model.Ask;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.agent.tool.Card;
import io.parley.agent.tool.Effect;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.Toolbox;
import io.parley.schemas.avro.IncomingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A turn in which the model asks for tools.
class ToolsTest {

    private static final Ask SEARCH = new Ask("c1", "search", "{\"query\": \"boots\"}");
    private static final Ask STOCK = new Ask("c2", "stock", "{\"id\": 7}");
    private static final Ask BOOK = new Ask("c3", "book", "{\"start\": \"ten\"}");

    private final Rig rig = new Rig();

    @AfterEach
    void every_turn_is_the_same_when_it_is_run_again() throws Exception {
        Reruns.allAreTheSame(rig);
    }

    @BeforeEach
    void tools() {
        rig.tools
                .tool("search", Effect.READ, 400, call -> done("{\"found\": \"Andes\"}"))
                .tool("stock", Effect.READ, 300, call -> done("{\"stock\": 3}"))
                .tool("book", Effect.WRITE, 2_000, call -> done("{\"booked\": true}"));
        agent("queue");
    }

    private void agent(String onNewMessage) {
        rig.agent("\"tools\": [\"products\", \"handoff\"], \"max-steps\": 4, \"on-new-message\": \"" + onNewMessage
                + "\"");
        rig.restart();
    }

    private List<Prompt.Line> lastLines() {
        return rig.model.prompts().getLast().lines();
    }

    @Test
    void what_a_tool_found_is_given_to_the_model_and_what_was_said_before_stays() throws Exception {
        // given
        rig.model.plays(asksAfter(100, "One moment.", SEARCH), saysAfter(100, "We have the Andes."));
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.called).containsExactly("search{\"query\":\"boots\"}");
        assertThat(lastLines())
                .extracting(Prompt.Line::text)
                .containsExactly("boots?", "One moment.", "{\"found\":\"Andes\"}");
        assertThat(rig.saying(0).text()).isEqualTo("One moment.\n\nWe have the Andes.");
        assertThat(rig.phases).containsSubsequence("search 1", "text 1");
        assertThat(rig.said.getFirst().toolCalls()).isEqualTo(1);
        assertThat(rig.end(0).inputTokens()).isEqualTo(14);
        assertThat(rig.tools.settled).hasSize(2);
    }

    @Test
    void calls_that_only_read_are_made_at_the_same_time_and_a_write_on_its_own() throws Exception {
        // given
        rig.model.plays(asksAfter(100, "", SEARCH, STOCK, BOOK), saysAfter(100, "Done."));
        rig.message(0, "book boots");
        // when
        rig.handleAll();
        // then
        var steps = rig.said.getFirst().steps().stream()
                .filter(step -> step.kind().equals(Rounds.TOOL))
                .toList();
        assertThat(steps).extracting(Step::name).containsExactly("search", "stock", "book");
        assertThat(steps.get(0).startedAt()).isEqualTo(steps.get(1).startedAt());
        assertThat(Duration.between(steps.get(1).startedAt(), steps.get(2).startedAt()))
                .isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void a_reply_has_the_parts_that_the_model_asks_for_with_cards_as_their_source_gave_them() throws Exception {
        // given
        var card = new Card("p7", "Bota Andes", "149,00 EUR", "http://shop/p7.png", null);
        rig.tools.tool(
                "search",
                Effect.READ,
                100,
                call -> new Toolbox.Outcome.Answered(new ToolResult.Done(
                        JsonMapper.builder().build().readTree("{\"products\": []}"), List.of(card))));
        var wrong = new Ask("c8", "compose_reply", "{\"parts\": [{\"kind\": \"product\", \"product_id\": \"p9\"}]}");
        var right = new Ask("c9", "compose_reply", """
                {"parts": [{"kind": "text", "text": "Look:"}, {"kind": "product", "product_id": "p7"},
                 {"kind": "buttons", "text": "Which?", "buttons": [{"id": "b", "title": "Black"}]}]}""");
        rig.model.plays(asksAfter(10, "", SEARCH), asksAfter(10, "", wrong), asksAfter(10, "", right));
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(lastLines().getLast().text()).contains("bad-arguments").contains("p9");
        var sayings = rig.end(0).sayings();
        assertThat(sayings).extracting(Saying::text).containsExactly("Look:", "**Bota Andes**\n149,00 EUR", "Which?");
        assertThat(sayings.get(1).imageUrl()).isEqualTo("http://shop/p7.png");
        assertThat(sayings.get(2).buttons()).containsExactly(new Saying.Button("b", "Black"));
        assertThat(sayings).extracting(Saying::replyId).doesNotHaveDuplicates();
    }

    @Test
    void a_picture_that_nobody_has_named_is_not_sent() throws Exception {
        // given
        var evil = new Ask("c1", "compose_reply", """
                {"parts": [{"kind": "picture", "image_url": "http://evil/?leak=1", "text": "look"}]}""");
        rig.model.plays(asksAfter(10, "", evil), saysAfter(10, "Sorry."));
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.end(0).sayings()).extracting(Saying::imageUrl).containsOnlyNulls();
        assertThat(rig.saying(0).text()).isEqualTo("Sorry.");
    }

    @Test
    void a_hand_over_tells_the_client_and_silences_the_agent() throws Exception {
        // given
        var handOver = new Ask("c1", "hand_over", "{\"reason\": \"angry\", \"summary\": \"lost parcel\"}");
        rig.model.plays(asksAfter(10, "I am sorry.", handOver));
        rig.message(0, "a person, please");
        rig.message(60_000, "hello?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.saying(0).text()).startsWith("I am sorry.\n\nHe avisado a una persona");
        assertThat(rig.model.prompts()).hasSize(1);
        assertThat(rig.ignored).hasSize(1);
        assertThat(rig.said.getFirst().decisions()).extracting(Decision::what).contains("handed-over");
    }

    @Test
    void a_new_message_cuts_a_read_and_the_model_is_told_so() throws Exception {
        // given
        agent("interrupt");
        rig.model.plays(asksAfter(100, "", SEARCH), saysAfter(100, "Both."));
        rig.message(0, "boots?");
        rig.message(300, "no, sandals");
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.cancelled).isEqualTo(1);
        assertThat(lastLines())
                .extracting(Prompt.Line::text)
                .containsExactly("boots?", "", "Not done, because the customer wrote something new.", "no, sandals");
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).hasSize(2);
    }

    @Test
    void a_write_under_way_is_awaited_and_its_result_enters_the_next_attempt() throws Exception {
        // given
        agent("interrupt");
        rig.model.plays(asksAfter(100, "", BOOK, SEARCH), saysAfter(100, "Booked, and changed."));
        rig.message(0, "book ten");
        rig.message(500, "no, eleven");
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.cancelled).isZero();
        assertThat(rig.tools.called).hasSize(1);
        assertThat(lastLines())
                .extracting(Prompt.Line::text)
                .containsExactly(
                        "book ten",
                        "",
                        "{\"booked\":true}",
                        "Not done, because the customer wrote something new.",
                        "no, eleven");
    }

    @Test
    void a_message_steers_the_turn_only_when_the_running_tools_have_ended() throws Exception {
        // given
        agent("steer");
        rig.model.plays(asksAfter(100, "", SEARCH), saysAfter(100, "Both."));
        rig.message(0, "boots?");
        rig.message(300, "in red");
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.cancelled).isZero();
        assertThat(lastLines())
                .extracting(Prompt.Line::text)
                .containsExactly("boots?", "", "{\"found\":\"Andes\"}", "in red");
        assertThat(rig.said).hasSize(1);
    }

    @Test
    void with_queue_a_message_behind_a_tool_gets_a_turn_of_its_own() throws Exception {
        // given
        rig.model.plays(asksAfter(100, "", SEARCH), saysAfter(100, "One."), saysAfter(100, "Two."));
        rig.message(0, "boots?");
        rig.message(300, "in red");
        // when
        rig.handleAll();
        // then
        assertThat(rig.said).extracting(turn -> turn.messageIds().size()).containsExactly(1, 1);
    }

    @Test
    void a_cancel_cuts_a_read_at_once() throws Exception {
        // given
        rig.model.plays(asksAfter(100, "", SEARCH));
        rig.message(0, "boots?");
        rig.control(300, IncomingKind.CANCEL);
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.cancelled).isEqualTo(1);
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.CANCELLED);
    }

    @Test
    void a_cancel_waits_for_a_write_and_the_journal_has_its_result() throws Exception {
        // given
        rig.model.plays(asksAfter(100, "", BOOK));
        rig.message(0, "book");
        rig.control(300, IncomingKind.CANCEL);
        // when
        rig.handleAll();
        // then
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.CANCELLED);
        assertThat(rig.journal.getFirst().steps()).extracting(Step::kind).containsExactly("model", "begun", "tool");
    }

    @Test
    void arguments_that_are_no_json_and_tools_that_do_not_exist_are_told_to_the_model() throws Exception {
        // given
        rig.model.plays(
                asksAfter(10, "", new Ask("c1", "search", "{\"query\": "), new Ask("c2", "fly", "{}")),
                saysAfter(10, "Sorry."));
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.tools.called).isEmpty();
        assertThat(lastLines().get(2).text()).contains("bad-arguments");
        assertThat(lastLines().get(3).text()).contains("unknown-tool");
        assertThat(rig.saying(0).text()).isEqualTo("Sorry.");
    }

    @Test
    void a_write_that_may_have_been_made_and_must_not_be_repeated_is_told_as_unknown() throws Exception {
        // given
        rig.tools.tool("pay", Effect.WRITE, 100, false, call -> new Toolbox.Outcome.Failed("timeout"));
        rig.model.plays(asksAfter(10, "", new Ask("c1", "pay", "{}")), saysAfter(10, "It is being checked."));
        rig.message(0, "pay");
        // when
        rig.handleAll();
        // then
        assertThat(lastLines().getLast().text()).contains("not known whether this was done");
        assertThat(rig.said.getFirst().decisions()).extracting(Decision::why).contains("pay: unknown");
    }

    @Test
    void an_endless_loop_ends_with_a_last_chance_to_answer_and_then_a_failure() throws Exception {
        // given
        rig.model.plays(asksAfter(10, "", SEARCH));
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.model.prompts()).extracting(Prompt::answerOnly).containsExactly(false, false, false, true);
        assertThat(rig.end(0).reason()).isEqualTo("too-many-steps");
    }

    @Test
    void an_empty_purse_ends_the_turn_before_the_model_is_asked() throws Exception {
        // given
        rig.tools.isPurseEmpty = true;
        rig.message(0, "boots?");
        // when
        rig.handleAll();
        // then
        assertThat(rig.model.prompts()).isEmpty();
        assertThat(rig.end(0).reason()).isEqualTo("budget-exhausted");
    }

    @Test
    void a_context_too_long_is_asked_again_with_half_of_the_memory() throws Exception {
        // given
        rig.model.plays(saysAfter(10, "one"));
        rig.message(0, "a");
        rig.message(10_000, "b");
        rig.handleAll();
        rig.model.plays(
                failsAfter(
                        10,
                        new ModelOutcome.Failed(
                                ModelOutcome.Failed.CONTEXT_TOO_LONG, false, Optional.empty(), "HTTP 400")),
                saysAfter(10, "two"));
        rig.message(0, "c");
        // when
        rig.handleAll();
        // then
        assertThat(lastLines()).hasSize(3);
        assertThat(rig.said.getLast().decisions()).extracting(Decision::what).contains("context-shortened");
    }
}
