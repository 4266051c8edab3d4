package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.agent.media.FileServer;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Attachment;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A voice message through the whole worker: fetched from its provider, transcribed, answered, on record.
class MediaIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final FileServer FILES = new FileServer();

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    @AfterEach
    void behave() {
        INSTALLED.provider().ears(form -> ScriptedProvider.said("boots, size 40"));
    }

    @AfterAll
    static void stop() {
        FILES.close();
    }

    /// Of a provider that names the codec, as WhatsApp does.
    private static String recording(String marker) {
        var content = ("OggS " + marker).getBytes(StandardCharsets.UTF_8);
        FILES.at("/" + marker, FileServer.file("audio/ogg; codecs=opus", content));
        return FILES.url("/" + marker);
    }

    private static IncomingMessage voice(String client, String url, @Nullable String text) {
        return Installed.record(client, IncomingKind.MESSAGE, url)
                .setText(text)
                .setAttributes(Map.of("chat", "7"))
                .setAttachments(List.of(Attachment.newBuilder()
                        .setKind("voice")
                        .setReference(url)
                        .setMediaType("audio/ogg; codecs=opus")
                        .build()))
                .build();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TurnRecord journal(String client) {
        await().until(() -> !INSTALLED.journal(client).isEmpty());
        return INSTALLED.journal(client).getFirst();
    }

    private static AgentReply answer(String client) {
        return INSTALLED.awaitReply(client, entry -> entry.getEnding().isPresent());
    }

    @Test
    void a_voice_message_is_heard_answered_and_on_record() {
        // given
        var client = "shoes:shoes-scripted:spoken";
        var shown = new CountDownLatch(1);
        INSTALLED.provider().ears(form -> {
            awaitUninterruptibly(shown);
            return ScriptedProvider.said("boots, size 40");
        });
        // when
        INSTALLED.send(voice(client, recording("spoken"), null));
        await().untilAsserted(() -> assertThat(INSTALLED.progress(client))
                .filteredOn(progress -> progress.getSign() instanceof PhaseSign)
                .isNotEmpty()
                .allSatisfy(progress -> assertThat(progress.getAttributes()).isEqualTo(Map.of("chat", "7"))));
        shown.countDown();
        // then
        var answer = answer(client);
        assertThat(answer.getContent()).isEqualTo("Heard: [voice message] boots, size 40");
        assertThat(answer.getAttributes()).isEqualTo(Map.of("chat", "7"));
        assertThat(FILES.seen()).contains("/spoken localhost secret");
        assertThat(INSTALLED.provider().transcriptions("OggS spoken"))
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .contains("filename=\"audio_file.ogg\"")
                        .contains("Content-Type: audio/ogg\r\n")
                        .contains("name=\"model\"\r\n\r\nwhisper-1"));
        var record = journal(client);
        assertThat(record.getSteps())
                .extracting(step -> step.getKind())
                .containsExactly("media", "transcription", "model");
        assertThat(record.getInputs().getFirst().getText()).isEqualTo("[voice message] boots, size 40");
    }

    @Test
    void one_that_nobody_can_hear_is_said_to_the_client() {
        INSTALLED.provider().ears(form -> ScriptedProvider.status(400, ""));
        var client = "shoes:shoes-scripted:unheard";
        INSTALLED.send(voice(client, recording("unheard"), null));
        var answer = answer(client);
        assertThat(answer.getAuthor()).isEqualTo(Author.SYSTEM);
        assertThat(answer.getKind()).isEqualTo(EntryKind.FAILURE);
        assertThat(answer.getReason()).contains("voice-not-heard");
        assertThat(answer.getContent()).startsWith("No he podido escuchar");
        assertThat(INSTALLED.provider().transcriptions("OggS unheard")).hasSize(1);
        assertThat(journal(client).getDecisions())
                .extracting(decision -> decision.getWhat())
                .contains("transcription-failed");
    }

    @Test
    void a_transcription_that_is_busy_is_asked_again() {
        var client = "shoes:shoes-scripted:busy";
        INSTALLED.provider().ears(form -> {
            int calls = INSTALLED.provider().transcriptions("OggS busy").size();
            return calls < 2 ? ScriptedProvider.status(503, "") : ScriptedProvider.said("at last");
        });
        INSTALLED.send(voice(client, recording("busy"), null));
        assertThat(answer(client).getContent()).isEqualTo("Heard: [voice message] at last");
    }

    @Test
    void a_file_that_is_gone_is_said_to_the_client_and_to_the_model() {
        var client = "shoes:shoes-scripted:gone";
        INSTALLED.send(voice(client, FILES.url("/nowhere"), "listen"));
        var answer = answer(client);
        assertThat(answer.getContent()).isEqualTo("Heard: [voice message: could not be loaded: expired]\nlisten");
        assertThat(answer.getTotal()).isEqualTo(2);
        assertThat(INSTALLED.replies(client))
                .filteredOn(entry -> entry.getKind() == EntryKind.NOTICE)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getPart()).isEqualTo(1));
    }
}
