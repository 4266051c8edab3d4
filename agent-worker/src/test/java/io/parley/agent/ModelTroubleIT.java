package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.ScriptedProvider.Part;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A model server that misbehaves in every way we know of: the client gets a whole answer or one polite notice.
class ModelTroubleIT {

    private static final Installed INSTALLED = Installed.shared();

    private static final Map<String, Part> TROUBLES = Map.ofEntries(
            Map.entry("rate-limited", ScriptedProvider.status(429, "Retry-After: 1\r\n")),
            Map.entry("overloaded", ScriptedProvider.status(503, "")),
            Map.entry("cut", stage -> {
                stage.piece("Half an ");
                stage.cut();
            }),
            Map.entry("reset", stage -> {
                stage.piece("Half an ");
                stage.reset();
            }),
            Map.entry("cut-before-the-answer", ScriptedProvider.Stage::cut),
            Map.entry("no-finish-reason", stage -> {
                stage.piece("Half an ");
                stage.end();
            }),
            Map.entry("empty", stage -> stage.finish("stop")),
            Map.entry(
                    "garbage",
                    stage -> stage.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                            + "Content-Length: 21\r\n\r\n<html>no model</html>")),
            Map.entry("error-in-the-stream", stage -> {
                stage.event("{\"error\":{\"message\":\"overloaded\"}}");
                stage.end();
            }),
            Map.entry("silent-after-headers", stage -> {
                stage.begin();
                stage.hang();
            }),
            Map.entry("silent-in-the-middle", stage -> {
                stage.piece("Half an ");
                stage.hang();
            }));

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    @AfterEach
    void behave() {
        INSTALLED.provider().script(ScriptedProvider::echo);
    }

    static Stream<String> troubles() {
        return TROUBLES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void one_failure_is_followed_by_a_whole_answer(String trouble) {
        // given
        var client = "trouble:trouble-web:g." + trouble;
        var calls = new AtomicInteger();
        INSTALLED
                .provider()
                .script(text -> calls.getAndIncrement() == 0
                        ? TROUBLES.getOrDefault(trouble, ScriptedProvider.echo(text))
                        : ScriptedProvider.echo(text));
        // when
        INSTALLED.send(Installed.message(client, "1", trouble));
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(answer.getContent()).isEqualTo("Heard: " + trouble);
        assertThat(calls).hasValue(2);
        if (trouble.equals("rate-limited")) {
            assertThat(Duration.ofMillis(answer.getEnding().orElseThrow().getDurationMs()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
        }
    }

    @Test
    void a_provider_that_keeps_failing_ends_in_one_notice_in_the_tenants_language() {
        // given
        var client = "shoes:shoes-web:g.failing";
        INSTALLED.provider().script(text -> ScriptedProvider.status(500, ""));
        // when
        var message = Installed.message(client, "1", "hopeless");
        INSTALLED.send(message);
        // then
        var notice = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(notice.getKind()).isEqualTo(EntryKind.FAILURE);
        assertThat(notice.getReason()).contains("model-unavailable");
        assertThat(notice.getContent()).startsWith("Perdona");
        assertThat(notice.getInReplyTo()).containsExactly(message.getMessageId());
        assertThat(INSTALLED.provider().requests("hopeless")).hasSize(3);
    }

    @Test
    void a_request_that_is_refused_for_good_is_not_repeated() {
        var client = "shoes:shoes-web:g.refused";
        INSTALLED.provider().script(text -> ScriptedProvider.status(401, ""));
        INSTALLED.send(Installed.message(client, "1", "refused"));
        var notice = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(notice.getReason()).contains("model-refused");
        assertThat(INSTALLED.provider().requests("refused")).hasSize(1);
    }

    @Test
    void an_answer_that_never_ends_is_cut_off_with_a_notice() {
        var client = "shoes:shoes-web:g.endless";
        INSTALLED.provider().script(text -> stage -> {
            while (true) {
                stage.piece("word ".repeat(500));
            }
        });
        INSTALLED.send(Installed.message(client, "1", "endless"));
        var notice = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(notice.getReason()).contains("answer-too-long");
    }

    @Test
    void an_answer_of_the_length_limit_is_an_answer() {
        var client = "shoes:shoes-web:g.length";
        INSTALLED.provider().script(text -> stage -> {
            stage.piece("As far as I got");
            stage.finish("length");
        });
        INSTALLED.send(Installed.message(client, "1", "length"));
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(answer.getContent()).isEqualTo("As far as I got");
    }
}
