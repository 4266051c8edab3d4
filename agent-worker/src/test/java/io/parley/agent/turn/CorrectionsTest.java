package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Edits, deletions and reactions change what waits and what is remembered, and never begin or disturb a turn.
class CorrectionsTest {

    private final Rig rig = new Rig();

    private IncomingMessage.Builder correction(IncomingKind kind, String of) {
        return Installed.record(rig.client, kind, kind + "-" + of).setRefersTo(of);
    }

    private List<String> asked() {
        return rig.model.prompts().getLast().lines().stream()
                .map(line -> line.text())
                .toList();
    }

    @Test
    void a_message_that_is_edited_while_it_waits_is_answered_as_it_is_now() throws Exception {
        rig.message(0, "boats");
        rig.arrives(500, correction(IncomingKind.EDIT, "boats").setText("boots").build());
        rig.message(1000, "brown");
        rig.handleAll();
        assertThat(asked()).containsExactly("boots", "brown");
        rig.restart();
        rig.message(0, "more");
        rig.handleAll();
        assertThat(asked()).startsWith("boots", "brown").endsWith("more");
        assertThat(rig.said).extracting(Turn::attempt).containsOnly(1);
    }

    @Test
    void an_edit_of_an_answered_message_changes_what_later_turns_are_given_and_nothing_else() throws Exception {
        rig.message(0, "boats");
        rig.arrives(
                9000, correction(IncomingKind.EDIT, "boats").setText("boots").build());
        rig.arrives(
                9100, correction(IncomingKind.REACTION, "boats").setEmoji("👍").build());
        rig.message(20_000, "still?");
        rig.handleAll();
        assertThat(rig.said).hasSize(2);
        assertThat(asked()).containsExactly("boots\n[reaction: 👍]", "Heard: boats", "still?");
    }

    @Test
    void an_edit_that_stands_in_a_burst_concerns_an_older_message_all_the_same() throws Exception {
        rig.message(0, "boats");
        rig.handleAll();
        rig.message(0, "one");
        rig.arrives(500, correction(IncomingKind.EDIT, "boats").setText("boots").build());
        rig.message(1000, "two");
        rig.handleAll();
        rig.message(0, "three");
        rig.handleAll();
        assertThat(asked()).startsWith("boots");
    }

    @Test
    void an_edit_while_its_turn_runs_does_not_interrupt_it() throws Exception {
        rig.agent("");
        rig.message(0, "boats");
        rig.arrives(300, correction(IncomingKind.EDIT, "boats").setText("boots").build());
        rig.handleAll();
        assertThat(rig.said.getFirst().attempt()).isEqualTo(1);
        assertThat(rig.model.prompts()).hasSize(1);
    }

    @Test
    void messages_that_are_all_deleted_while_they_wait_are_left_unanswered_on_record() throws Exception {
        rig.message(0, "oops");
        rig.arrives(500, correction(IncomingKind.DELETION, "oops").build());
        rig.handleAll();
        assertThat(rig.model.prompts()).isEmpty();
        assertThat(rig.ignored)
                .singleElement()
                .satisfies(
                        turn -> assertThat(turn.ending().orElseThrow().reason()).isEqualTo("deleted"));
        rig.message(0, "hello");
        rig.handleAll();
        assertThat(asked()).containsExactly("[message deleted by the client]", "hello");
    }

    @Test
    void a_reaction_to_what_the_agent_said_is_remembered_and_one_that_is_withdrawn_is_not() throws Exception {
        rig.message(0, "one");
        rig.handleAll();
        rig.arrives(
                0,
                correction(IncomingKind.REACTION, "reply-of-the-agent")
                        .setEmoji("❤")
                        .build());
        rig.arrives(100, correction(IncomingKind.REACTION, "one").setEmoji("👍").build());
        rig.arrives(
                200,
                Installed.record(rig.client, IncomingKind.REACTION, "withdrawn")
                        .setRefersTo("one")
                        .build());
        rig.message(5000, "two");
        rig.handleAll();
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.getLast().memory())
                .extracting(line -> line.text())
                .containsExactly("one", "Heard: one", "[reacted with ❤ to an earlier message]");
    }

    @Test
    void a_person_whose_id_changes_gets_no_answer_to_that() throws Exception {
        rig.control(0, IncomingKind.MOVED);
        rig.handleAll();
        assertThat(rig.said).isEmpty();
        assertThat(rig.journal).isEmpty();
    }
}
