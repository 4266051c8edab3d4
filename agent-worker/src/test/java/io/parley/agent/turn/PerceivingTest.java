package io.parley.agent.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.agent.media.Fetched;
import io.parley.agent.model.ModelOutcome;
import io.parley.agent.reply.EntryPublisher;
import io.parley.channels.Event;
import io.parley.lanes.Cancellation;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What people send besides plain words, and what the model and they are told of it.
class PerceivingTest {

    private static final ModelOutcome.Failed REFUSED =
            new ModelOutcome.Failed(ModelOutcome.Failed.REFUSED, false, Optional.empty(), "HTTP 400");

    private final Rig rig = new Rig().agent("");

    @AfterEach
    void every_turn_is_the_same_when_it_is_run_again() throws Exception {
        Reruns.allAreTheSame(rig);
    }

    private String asked() {
        return rig.model.prompts().getLast().lines().getLast().text();
    }

    private String askedOf(IncomingMessage.Builder message) throws InterruptedException {
        rig.arrives(0, message.build());
        rig.handle();
        return asked();
    }

    private IncomingMessage.Builder record(String id) {
        return Installed.record(rig.client, IncomingKind.MESSAGE, id);
    }

    private static Attachment attached(String kind, String text) {
        return Attachment.newBuilder().setKind(kind).setText(text).build();
    }

    @Test
    void a_voice_message_is_fetched_transcribed_and_answered_and_both_are_steps_of_the_turn() throws Exception {
        rig.file(0, "voice", "v1", null);
        rig.handleAll();
        assertThat(asked()).isEqualTo("[voice message] spoken words");
        assertThat(rig.senses.transcribed).containsExactly("ears-1");
        assertThat(rig.said.getFirst().steps())
                .extracting(Step::kind)
                .containsExactly("media", "transcription", "model");
        assertThat(rig.phases).contains("THINKING 1");
        rig.message(0, "and?");
        rig.handleAll();
        assertThat(rig.said.getLast().memory().getFirst().text()).isEqualTo("[voice message] spoken words");
    }

    @Test
    void the_tenants_own_model_transcribes() throws Exception {
        rig.agent("\"transcription-model\": \"own-ears\"");
        rig.file(0, "voice", "v1", null);
        rig.handleAll();
        assertThat(rig.senses.transcribed).containsExactly("own-ears");
    }

    @Test
    void a_transcription_that_fails_for_a_while_is_tried_again_like_the_model() throws Exception {
        rig.senses.hears(ScriptedModel.unavailable(), ScriptedModel.unavailable());
        rig.file(0, "voice", "v1", null);
        rig.handleAll();
        assertThat(rig.senses.transcribed).hasSize(3);
        assertThat(asked()).isEqualTo("[voice message] spoken words");
    }

    @Test
    void a_voice_message_alone_that_cannot_be_heard_is_said_to_the_client_in_their_language() throws Exception {
        rig.senses.hears(REFUSED);
        var id = rig.file(0, "voice", "v1", null);
        rig.handleAll();
        assertThat(rig.model.prompts()).isEmpty();
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.FAILED);
        assertThat(rig.saying(0).text()).startsWith("No he podido escuchar");
        assertThat(rig.saying(0).reason()).isEqualTo("voice-not-heard");
        assertThat(rig.said.getFirst().messageIds()).containsExactly(id);
        assertThat(rig.journal.getFirst().decisions())
                .extracting(Decision::what)
                .contains("transcription-failed");
    }

    @Test
    void one_among_other_words_is_said_to_the_model_and_to_the_client() throws Exception {
        rig.senses.hears(REFUSED);
        rig.file(0, "voice", "v1", "listen to this");
        rig.handleAll();
        assertThat(asked()).isEqualTo("[voice message that could not be transcribed]\nlisten to this");
        assertThat(rig.end(0).sayings())
                .extracting(Saying::kind)
                .containsExactly(Saying.Kind.NOTICE, Saying.Kind.REPLY);
        assertThat(EntryPublisher.entries(rig.said.getFirst()))
                .extracting(entry -> entry.getPart() + "/" + entry.getTotal())
                .containsExactly("1/2", "2/2");
    }

    @Test
    void a_recording_of_a_kind_that_nobody_transcribes_is_not_sent_anywhere() throws Exception {
        rig.senses.files.put("v1", new Fetched.Kept("h", "audio/amr", 99));
        rig.file(0, "voice", "v1", null);
        rig.handleAll();
        assertThat(rig.senses.transcribed).isEmpty();
        assertThat(rig.saying(0).reason()).isEqualTo("voice-not-heard");
    }

    @Test
    void a_file_that_cannot_be_had_is_said_to_the_model_and_to_the_client() throws Exception {
        rig.senses.files.put("p1", new Fetched.Unavailable("too-large 400"));
        rig.file(0, "image", "p1", "what is this?");
        rig.handleAll();
        assertThat(asked()).isEqualTo("[photo: could not be loaded: too large]\nwhat is this?");
        assertThat(rig.saying(0).text()).isEqualTo("El archivo que has enviado es demasiado grande.");
        rig.senses.files.put("p2", new Fetched.Unavailable(Fetched.Unavailable.EXPIRED));
        rig.file(0, "image", "p2", null);
        rig.handleAll();
        assertThat(rig.end(1).outcome()).isEqualTo(TurnEnd.Outcome.FAILED);
    }

    @Test
    void an_album_is_one_turn_and_its_files_are_fetched_together() throws Exception {
        for (int i = 0; i < 3; i++) {
            rig.arrives(
                    i * 300L,
                    record("p" + i)
                            .setAlbumId("a")
                            .setAttachments(List.of(Attachment.newBuilder()
                                    .setKind("image")
                                    .setReference("p" + i)
                                    .build()))
                            .build());
        }
        rig.handleAll();
        assertThat(rig.said).hasSize(1);
        assertThat(rig.said.getFirst().messageIds()).hasSize(3);
        assertThat(rig.senses.fetched).containsExactly("p0", "p1", "p2");
        assertThat(rig.said.getFirst().steps()).extracting(Step::startedAt).hasSize(4);
    }

    @Test
    void pictures_are_shown_to_a_model_that_sees_and_named_to_one_that_does_not() throws Exception {
        rig.file(0, "image", "p1", "look");
        rig.handle();
        assertThat(rig.model.prompts().getLast().lines().getLast().pictures()).isEmpty();
        var blind = rig.model.prompts().getLast().hash();
        rig.agent("\"vision\": true, \"memory-messages\": 0");
        rig.arrives(
                0,
                record("again")
                        .setText("look")
                        .setAttachments(List.of(Attachment.newBuilder()
                                .setKind("image")
                                .setReference("p1")
                                .build()))
                        .build());
        rig.handle();
        var line = rig.model.prompts().getLast().lines().getLast();
        assertThat(line.text()).isEqualTo("[photo]\nlook");
        assertThat(line.pictures()).singleElement().satisfies(picture -> {
            assertThat(picture.mediaType()).isEqualTo("image/jpeg");
            assertThat(picture.content().get()).isPresent();
        });
        assertThat(rig.model.prompts().getLast().hash()).isNotEqualTo(blind);
    }

    @Test
    void a_model_that_sees_nothing_is_told_in_brackets_what_there_is() throws Exception {
        assertThat(askedOf(record("1").setAttachments(List.of(attached("location", "40.4, -3.7 Museo")))))
                .isEqualTo("[location: 40.4, -3.7 Museo]");
        assertThat(askedOf(record("2").setAttachments(List.of(attached("contact", "Ana +34600000000")))))
                .isEqualTo("[contact: Ana +34600000000]");
        assertThat(askedOf(record("3")
                        .setAttachments(List.of(Attachment.newBuilder()
                                .setKind("document")
                                .setReference("d1")
                                .setFileName("invoice.pdf")
                                .build()))))
                .isEqualTo("[document: invoice.pdf]");
        assertThat(askedOf(record("4").setText("Yes").setButtonId("yes-1"))).isEqualTo("Yes [button: yes-1]");
        assertThat(askedOf(record("5").setText("/start spring-sale"))).isEqualTo("/start spring-sale");
        assertThat(askedOf(record("6").setText("hello").setAttributes(Map.of(Event.FORWARDED, "true"))))
                .isEqualTo("[forwarded]\nhello");
    }

    @Test
    void a_quoting_reply_shows_what_it_quotes_where_that_is_known() throws Exception {
        askedOf(record("q1").setText("boots, size 40"));
        assertThat(askedOf(record("q2").setText("these").setRefersTo("q1")))
                .isEqualTo("[in reply to: \"boots, size 40\"]\nthese");
        assertThat(askedOf(record("q3").setText("those").setRefersTo("unknown")))
                .isEqualTo("[in reply to an earlier message]\nthose");
        assertThat(askedOf(record("q4")
                        .setText("yes")
                        .setRefersTo("unknown")
                        .setAttributes(Map.of(Event.QUOTED, "Do you\nwant them?"))))
                .isEqualTo("[in reply to: \"Do you want them?\"]\nyes");
    }

    @Test
    void the_newest_messages_attributes_go_back_with_the_reply_without_what_only_the_model_needs() throws Exception {
        rig.tenant("\"burst\": {\"quiet\": \"2s\"}");
        rig.arrives(
                0, record("1").setText("one").setAttributes(Map.of("chat", "1")).build());
        rig.arrives(
                100,
                record("2")
                        .setText("two")
                        .setAttributes(Map.of("chat", "2", Event.FORWARDED, "true", Event.QUOTED, "x"))
                        .build());
        rig.handleAll();
        rig.restart();
        rig.handleAll();
        assertThat(rig.said)
                .hasSize(2)
                .allSatisfy(turn -> assertThat(EntryPublisher.entries(turn))
                        .extracting(entry -> entry.getAttributes())
                        .containsExactly(Map.of("chat", "2")));
    }

    @Test
    void words_that_staff_have_sent_by_themselves_are_marked_whether_they_answer_something_or_not() throws Exception {
        var staff = Map.of(Event.SENT_BY_STAFF, "wamid.7");
        rig.arrives(
                0, record("1").setText("one").setAttributes(Map.of("chat", "1")).build());
        rig.arrives(100, human("h1").setAttributes(staff).build());
        rig.arrives(9000, human("h2").setAttributes(staff).build());
        rig.handleAll();
        assertThat(rig.said)
                .extracting(turn -> EntryPublisher.entries(turn).getFirst().getAttributes())
                .containsExactly(Map.of("chat", "1", Event.SENT_BY_STAFF, "wamid.7"), staff);
    }

    private IncomingMessage.Builder human(String id) {
        return Installed.record(rig.client, IncomingKind.HUMAN_REPLY, id).setText("words of a person");
    }

    @Test
    void words_of_staff_that_are_reported_twice_stop_no_later_turn() throws Exception {
        rig.tenant("\"burst\": {\"quiet\": \"0s\"}, \"handoff\": {\"silence\": \"1s\"}");
        rig.arrives(0, human("h1").build());
        rig.message(5000, "hello?");
        rig.arrives(5300, human("h1").build());
        rig.handleAll();
        assertThat(rig.said)
                .filteredOn(turn -> turn.messageIds().size() == 1)
                .singleElement()
                .satisfies(turn -> assertThat(
                                turn.ending().orElseThrow().sayings().getFirst().author())
                        .isEqualTo(Saying.Author.AGENT));
    }

    @Test
    void a_cancel_stops_the_fetching_and_a_newer_message_waits_for_it() throws Exception {
        rig.file(0, "voice", "v1", null);
        rig.control(200, IncomingKind.CANCEL);
        rig.handleAll();
        assertThat(rig.end(0).outcome()).isEqualTo(TurnEnd.Outcome.CANCELLED);
        assertThat(rig.senses.transcribed).isEmpty();
        rig.file(0, "voice", "v2", null);
        rig.message(700, "and this");
        rig.handleAll();
        assertThat(rig.senses.transcribed).hasSize(1);
        assertThat(rig.said).hasSize(2);
        assertThat(asked()).isEqualTo("and this");
        assertThat(rig.said.getLast().messageIds()).hasSize(2);
    }

    @Test
    void what_was_fetched_and_heard_is_not_bought_again_by_whoever_takes_the_turn_up() throws Exception {
        rig.file(0, "voice", "v1", null);
        rig.time.after(1200, () -> rig.lane.cancel(Cancellation.SHUTDOWN));
        Assertions.assertThatExceptionOfType(LaneLeft.class).isThrownBy(rig::handle);
        rig.restart();
        rig.handleAll();
        assertThat(rig.senses.fetched).hasSize(1);
        assertThat(rig.senses.transcribed).hasSize(1);
        assertThat(rig.said.getFirst().attempt()).isEqualTo(2);
    }
}
