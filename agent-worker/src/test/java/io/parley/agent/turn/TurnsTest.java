package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.agent.Installed;
import io.parley.agent.handoff.Silence;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.model.Prompt;
import io.parley.lanes.Cancellation;
import io.parley.schemas.avro.IncomingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Rig rig = new Rig();

    @AfterEach
    void every_turn_is_the_same_when_it_is_run_again() throws Exception {
        Reruns.allAreTheSame(rig);
    }

    @Test
    void a_burst_of_five_gets_one_reply_that_names_all_five() throws Exception {
        // given
        var ids = List.of(
                rig.message(0, "one"),
                rig.message(500, "two"),
                rig.message(1000, "three"),
                rig.message(2500, "four"),
                rig.message(4000, "five"));
        // when
        rig.handleAll();
        // then
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).isEqualTo(ids);
        assertThat(rig.model.prompts()).hasSize(1);
        assertThat(rig.echoed).containsExactly("one", "two", "three", "four", "five");
        assertThat(rig.journal).isEqualTo(rig.said);
    }

    @Test
    void the_clients_words_are_echoed_before_the_burst_is_waited_for() throws Exception {
        rig.message(0, "one");
        rig.time.after(1, () -> assertThat(rig.echoed).containsExactly("one"));
        rig.time.after(1, () -> assertThat(rig.phases).containsExactly("WAITING 1"));
        rig.handleAll();
        assertThat(rig.phases).containsExactly("WAITING 1", "THINKING 1", "WRITING 1", "text 1", "text 1");
    }

    @Test
    void a_newer_message_interrupts_and_the_next_attempt_answers_both() throws Exception {
        rig.agent("\"on-new-message\": \"interrupt\"");
        var first = rig.message(0, "boots?");
        var second = rig.message(400, "brown ones");
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).containsExactly(first, second);
        assertThat(rig.said.getFirst().attempt()).isEqualTo(2);
        assertThat(rig.model.cancelled()).isEqualTo(1);
        assertThat(rig.model.prompts().getLast().lines()).hasSize(2);
    }

    @Test
    void after_three_interruptions_newer_messages_wait_for_a_turn_of_their_own() throws Exception {
        rig.agent("\"on-new-message\": \"interrupt\"");
        for (int i = 0; i < 6; i++) {
            rig.message(i * 300L, "m" + i);
        }
        rig.handleAll();
        assertThat(rig.said).extracting(turn -> turn.messageIds().size()).containsExactly(4, 2);
        assertThat(rig.said.get(0).attempt()).isEqualTo(4);
    }

    @Test
    void queued_messages_get_turns_of_their_own() throws Exception {
        rig.agent("\"on-new-message\": \"queue\"");
        rig.message(0, "one");
        rig.message(100, "two");
        rig.handleAll();
        assertThat(rig.said).extracting(turn -> turn.messageIds().size()).containsExactly(1, 1);
        assertThat(rig.model.cancelled()).isZero();
        assertThat(rig.echoed).containsExactly("one", "two");
        assertThat(rig.model.prompts().get(1).lines()).hasSize(3);
    }

    @Test
    void a_steering_message_restarts_a_thinking_model_and_waits_for_a_writing_one() throws Exception {
        rig.agent("\"on-new-message\": \"steer\"");
        rig.message(0, "one");
        rig.message(100, "while thinking");
        rig.message(800, "while writing");
        rig.handleAll();
        assertThat(rig.said).extracting(turn -> turn.messageIds().size()).containsExactly(2, 1);
    }

    @Test
    void a_message_sent_twice_neither_interrupts_nor_gets_a_second_reply() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        rig.message(100, "one");
        rig.message(5000, "one");
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.model.prompts()).hasSize(1);
        assertThat(rig.meters.counter("parley.duplicates", "where", "message").count())
                .isEqualTo(2);
    }

    @Test
    void a_message_of_an_earlier_turn_sent_again_does_not_interrupt_a_later_one() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        var second = rig.message(5000, "two");
        rig.message(5200, "one");
        rig.handleAll();
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.get(1).messageIds()).containsExactly(second);
        assertThat(rig.said.get(1).attempt()).isEqualTo(1);
        assertThat(rig.model.cancelled()).isZero();
    }

    @Test
    void a_cancel_ends_every_unfinished_message_before_it_with_one_notice() throws Exception {
        rig.agent("\"on-new-message\": \"queue\"");
        var first = rig.message(0, "one");
        var second = rig.message(100, "two");
        rig.control(200, IncomingKind.CANCEL);
        var third = rig.message(300, "three");
        rig.handleAll();
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.get(0).messageIds()).containsExactly(first, second);
        assertThat(rig.saying(0).kind()).isEqualTo(Saying.Kind.CANCELLED);
        assertThat(rig.saying(0).text()).isEqualTo("Cancelado.");
        assertThat(rig.said.get(1).messageIds()).containsExactly(third);
        assertThat(rig.model.cancelled()).isEqualTo(1);
    }

    @Test
    void a_cancel_during_the_burst_ends_it_without_asking_the_model() throws Exception {
        rig.message(0, "one");
        rig.control(500, IncomingKind.CANCEL);
        rig.handleAll();
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.CANCELLED);
        assertThat(rig.model.prompts()).isEmpty();
    }

    @Test
    void a_cancel_that_names_a_turn_ends_that_turn_only() throws Exception {
        rig.agent("\"on-new-message\": \"queue\"");
        var first = rig.message(0, "one");
        rig.message(100, "two");
        rig.arrives(
                200,
                Installed.record(Rig.CLIENT, IncomingKind.CANCEL, "api")
                        .setRefersTo(Rig.turnId(first))
                        .build());
        rig.handleAll();
        assertThat(rig.said)
                .extracting(turn -> turn.ending().orElseThrow().outcome())
                .containsExactly(TurnEnd.Outcome.CANCELLED, TurnEnd.Outcome.ANSWERED);
        assertThat(rig.said.get(0).messageIds()).containsExactly(first);
    }

    @Test
    void a_late_cancel_takes_the_reply_back_where_it_may_not_have_left() throws Exception {
        rig.agent("");
        var first = rig.message(0, "one");
        rig.control(5000, IncomingKind.CANCEL);
        rig.handleAll();
        rig.restart();
        rig.handleAll();
        assertThat(rig.retracted).containsExactly(Rig.turnId(first));
    }

    @Test
    void a_cancel_long_after_the_reply_takes_nothing_back() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        rig.control(60_000, IncomingKind.CANCEL);
        rig.handleAll();
        assertThat(rig.retracted).isEmpty();
    }

    @Test
    void a_failing_model_is_asked_again_and_then_ends_in_a_polite_notice() throws Exception {
        rig.agent("");
        rig.model.plays(ScriptedModel.failsAfter(10, ScriptedModel.unavailable()));
        var id = rig.message(0, "one");
        rig.handleAll();
        assertThat(rig.model.prompts()).hasSize(3);
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).containsExactly(id);
        assertThat(rig.saying(0).kind()).isEqualTo(Saying.Kind.FAILURE);
        assertThat(rig.saying(0).reason()).isEqualTo("model-unavailable");
        assertThat(rig.saying(0).text()).startsWith("Perdona");
    }

    @Test
    void a_retry_before_any_text_stays_in_the_attempt_and_one_after_it_is_a_new_one() throws Exception {
        rig.agent("");
        rig.model.plays(
                ScriptedModel.failsAfter(10, ScriptedModel.unavailable()),
                (prompt, stage) -> stage.later(10, () -> {
                    stage.text("Half");
                    stage.ended(ScriptedModel.unavailable());
                }),
                ScriptedModel.echoAfter(10));
        rig.message(0, "one");
        rig.handleAll();
        assertThat(rig.said.getFirst().attempt()).isEqualTo(2);
        assertThat(rig.saying(0).text()).isEqualTo("Heard: one");
        assertThat(rig.phases).contains("text 1", "text 2");
    }

    @Test
    void retry_after_is_kept_when_the_turn_has_the_time_and_not_waited_for_otherwise() throws Exception {
        rig.agent("\"turn-timeout\": \"10s\"");
        rig.model.plays(ScriptedModel.failsAfter(0, rateLimited(4)), ScriptedModel.echoAfter(100));
        rig.message(0, "one");
        rig.handle();
        assertThat(Duration.between(Simulation.START, rig.time.instant()))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        rig.model.plays(ScriptedModel.failsAfter(0, rateLimited(60)));
        rig.message(0, "two");
        rig.handle();
        assertThat(rig.saying(1).reason()).isEqualTo("model-rate-limited");
        assertThat(Duration.between(Simulation.START, rig.time.instant())).isLessThan(Duration.ofSeconds(6));
    }

    private static ModelOutcome.Failed rateLimited(long seconds) {
        return new ModelOutcome.Failed(
                ModelOutcome.Failed.RATE_LIMITED, true, Optional.of(Duration.ofSeconds(seconds)), "HTTP 429");
    }

    @Test
    void the_fallback_model_is_asked_when_the_first_one_gives_up() throws Exception {
        rig.agent("\"model\": \"big\", \"fallback-model\": \"small\"");
        rig.model.plays(
                ScriptedModel.failsAfter(
                        0, new ModelOutcome.Failed(ModelOutcome.Failed.REFUSED, false, Optional.empty(), "HTTP 404")),
                ScriptedModel.echoAfter(10));
        rig.message(0, "one");
        rig.handleAll();
        assertThat(rig.model.prompts()).extracting(prompt -> prompt.model()).containsExactly("big", "small");
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.ANSWERED);
    }

    @Test
    void a_silent_model_is_given_up_and_the_whole_turn_has_a_time_too() throws Exception {
        rig.agent("");
        rig.model.plays((prompt, stage) -> {});
        rig.message(0, "one");
        rig.handle();
        assertThat(rig.saying(0).reason()).isEqualTo("turn-timeout");
        assertThat(rig.model.prompts()).hasSize(2);
        assertThat(rig.model.cancelled()).isEqualTo(2);
        assertThat(rig.time.instant()).isEqualTo(Simulation.START.plusSeconds(60));
    }

    @Test
    void a_tenant_that_is_switched_off_or_unknown_answers_nothing_and_remembers() throws Exception {
        rig.tenant("\"enabled\": false, \"burst\": {\"quiet\": \"0s\"}");
        rig.message(0, "off");
        rig.handleAll();
        rig.nobody();
        rig.message(0, "unknown");
        rig.handleAll();
        assertThat(rig.said).isEmpty();
        assertThat(rig.ignored)
                .extracting(turn -> turn.ending().orElseThrow().reason())
                .containsExactly("tenant-disabled", "tenant-unknown");
        assertThat(rig.journal).hasSize(2);
        rig.agent("");
        rig.message(0, "again on");
        rig.handleAll();
        assertThat(rig.model.prompts().getFirst().lines())
                .extracting(line -> line.text())
                .containsExactly("off", "unknown", "again on");
    }

    @Test
    void a_persons_answer_ends_the_waiting_messages_and_silences_the_agent_until_handed_back() throws Exception {
        rig.agent("\"on-new-message\": \"queue\"");
        var first = rig.message(0, "one");
        rig.control(100, IncomingKind.HUMAN_REPLY);
        rig.message(200, "two");
        rig.handleAll();
        rig.control(0, IncomingKind.HAND_BACK);
        rig.message(0, "three");
        rig.handleAll();
        assertThat(rig.saying(0).author()).isEqualTo(Saying.Author.HUMAN);
        assertThat(rig.saying(0).text()).isEqualTo("words of a person");
        assertThat(rig.said.get(0).messageIds()).containsExactly(first);
        assertThat(rig.ignored).hasSize(1);
        assertThat(rig.said.get(1).memory())
                .extracting(line -> line.text())
                .containsExactly("one", "words of a person", "two", Silence.HANDED_BACK);
        assertThat(rig.model.prompts().getLast().lines())
                .as("the marker is no word of the agent's")
                .contains(new Prompt.Line(false, Silence.HANDED_BACK));
    }

    @Test
    void a_silence_has_a_fixed_end_or_slides_with_every_word() throws Exception {
        var fixed = silencedWhileAllSpeak("\"silence\": \"10s\"");
        assertThat(fixed).hasSize(2);
        assertThat(fixed.getFirst().decisions())
                .extracting(Decision::why)
                .contains("by olga (taken-over) since 2026-01-01T00:00:00Z until 2026-01-01T00:00:10Z");
        assertThat(silencedWhileAllSpeak("\"silence\": \"10s\", \"sliding\": true"))
                .hasSize(4);
    }

    private static List<Turn> silencedWhileAllSpeak(String handoff) throws Exception {
        var rig = new Rig().tenant("\"burst\": {\"quiet\": \"0s\"}, \"handoff\": {%s}".formatted(handoff));
        rig.control(0, IncomingKind.TAKE_OVER);
        for (int second = 4; second < 20; second += 4) {
            rig.message(second * 1000L, "at " + second);
        }
        rig.control(6000, IncomingKind.HUMAN_REPLY);
        rig.handleAll();
        return rig.ignored;
    }

    @Test
    void a_take_over_may_name_its_own_end() throws Exception {
        rig.agent("");
        rig.arrives(
                0,
                Installed.record(Rig.CLIENT, IncomingKind.TAKE_OVER, "t")
                        .setAuthor("olga")
                        .setSilenceUntil(Simulation.START.plusSeconds(5))
                        .build());
        rig.message(4000, "one");
        rig.message(5000, "two");
        rig.handleAll();
        assertThat(rig.ignored).hasSize(1);
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().memory())
                .extracting(line -> line.text())
                .containsExactly("one", Silence.HANDED_BACK);
    }

    @Test
    void words_of_a_person_that_come_twice_do_not_silence_again_what_was_handed_back() throws Exception {
        rig.agent("");
        var words = Installed.record(Rig.CLIENT, IncomingKind.HUMAN_REPLY, "w")
                .setText("words")
                .build();
        rig.arrives(0, words);
        rig.control(1000, IncomingKind.HAND_BACK);
        rig.arrives(2000, words);
        rig.message(3000, "one");
        rig.handleAll();
        assertThat(rig.ignored).isEmpty();
        assertThat(rig.said.getLast().messageIds()).hasSize(1);
    }

    @Test
    void all_of_it_again_silences_and_hands_back_as_before() throws Exception {
        rig.agent("");
        rig.control(0, IncomingKind.TAKE_OVER);
        rig.message(1000, "one");
        rig.control(2000, IncomingKind.HAND_BACK);
        rig.message(3000, "two");
        rig.handleAll();
        rig.restart();
        rig.handleAll();
        rig.message(0, "three");
        rig.handleAll();
        assertThat(rig.said.getLast().memory()).extracting(line -> line.text()).containsOnlyOnce(Silence.HANDED_BACK);
        assertThat(rig.ignored)
                .extracting(Turn::id)
                .hasSize(2)
                .containsOnly(rig.ignored.getFirst().id());
    }

    @Test
    void a_person_may_speak_first() throws Exception {
        rig.control(0, IncomingKind.HUMAN_REPLY);
        rig.handleAll();
        rig.restart();
        rig.handleAll();
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.get(0)).isEqualTo(rig.said.get(1));
        assertThat(rig.saying(0).author()).isEqualTo(Saying.Author.HUMAN);
    }

    @Test
    void a_take_over_stops_the_turn_unanswered() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        rig.control(100, IncomingKind.TAKE_OVER);
        rig.handleAll();
        assertThat(rig.ignored)
                .extracting(turn -> turn.ending().orElseThrow().reason())
                .containsExactly("taken-over");
        assertThat(rig.said).isEmpty();
        assertThat(rig.model.cancelled()).isEqualTo(1);
    }

    @Test
    void an_erased_client_is_forgotten() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        rig.control(5000, IncomingKind.ERASE);
        rig.message(6000, "two");
        rig.handleAll();
        assertThat(rig.model.prompts().getLast().lines()).hasSize(1);
    }

    @Test
    void what_a_stopped_process_leaves_is_resumed_with_the_same_content_as_a_new_attempt() throws Exception {
        rig.message(0, "one");
        rig.message(100, "two");
        rig.time.after(2500, () -> rig.lane.cancel(Cancellation.SHUTDOWN));
        assertThatExceptionOfType(LaneLeft.class).isThrownBy(rig::handle);
        assertThat(rig.model.cancelled()).isEqualTo(1);
        rig.restart();
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).hasSize(2);
        assertThat(rig.said.getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void messages_before_a_repetition_are_answered_when_the_process_dies_in_the_first_turn() throws Exception {
        rig.agent("\"on-new-message\": \"queue\"");
        var first = rig.message(0, "one");
        var second = rig.message(100, "two");
        rig.message(200, "one");
        rig.time.after(500, () -> rig.lane.cancel(Cancellation.SHUTDOWN));
        assertThatExceptionOfType(LaneLeft.class).isThrownBy(rig::handle);
        rig.restart();
        rig.handleAll();
        assertThat(rig.said).extracting(Turn::messageIds).containsExactly(List.of(first), List.of(second));
    }

    @Test
    void a_finished_turn_that_is_delivered_again_is_published_again_and_not_asked_again() throws Exception {
        rig.message(0, "one");
        rig.handleAll();
        rig.restart();
        rig.handleAll();
        assertThat(rig.model.prompts()).hasSize(1);
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.get(0)).isEqualTo(rig.said.get(1));
        assertThat(rig.journal).hasSize(2);
    }

    @Test
    void a_zombies_answer_loses_and_it_adopts_what_is_stored() throws Exception {
        rig.agent("");
        rig.message(0, "one");
        rig.time.after(900, () -> {
            // The new owner of the partition resumes and ends the turn before the zombie's model has answered.
            var other = rig.lane.redelivered();
            rig.model.plays(ScriptedModel.echoAfter(1));
            try {
                rig.turns().handle(other);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        rig.handle();
        assertThat(rig.said).hasSize(2);
        assertThat(rig.said.get(0)).isEqualTo(rig.said.get(1));
        assertThat(rig.said.get(0).attempt()).isEqualTo(2);
        assertThat(rig.meters
                        .counter("parley.turns", "tenant", "shoes", "outcome", "answered")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_database_that_is_away_delays_the_turn_and_the_model_is_asked_once() throws Exception {
        var healthy = rig.store;
        var back = Simulation.START.plusSeconds(30);
        rig.store = Unreliable.store(healthy, () -> rig.time.instant().isBefore(back));
        rig.restart();
        rig.agent("");
        rig.message(0, "one");
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.model.prompts()).hasSize(1);
    }

    @Test
    void a_database_that_goes_away_while_the_model_answers_costs_no_second_answer() throws Exception {
        var healthy = rig.store;
        rig.store = Unreliable.store(
                healthy,
                () -> rig.time.instant().isAfter(Simulation.START.plusMillis(500))
                        && rig.time.instant().isBefore(Simulation.START.plusSeconds(30)));
        rig.restart();
        rig.agent("");
        rig.message(0, "one");
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.model.prompts()).hasSize(1);
        assertThat(rig.said.getFirst().attempt()).isEqualTo(1);
    }
}
