package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Decision;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One message walks the whole way through the worker.
class OneMessageIT {

    private static final Installed INSTALLED = Installed.shared();

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    @AfterEach
    void behave() {
        INSTALLED.provider().script(ScriptedProvider::echo);
    }

    @Test
    void a_message_becomes_the_clients_words_then_the_answer_then_a_journal_record() {
        // given
        var client = "shoes:shoes-web:g.ana";
        var message = Installed.message(client, "c1", "Do you have boots for Ana?");
        // when
        INSTALLED.send(message);
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        assertThat(answer.getContent()).isEqualTo("Heard: Do you have boots for Ana?");
        assertThat(answer.getInReplyTo()).containsExactly(message.getMessageId());
        assertThat(answer.getReplyId()).isEqualTo(Ids.replyId(Ids.turnId(client, message.getMessageId()), 1));
        assertThat(answer.getEnding().orElseThrow().getOutcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(INSTALLED.replies(client))
                .extracting(AgentReply::getAuthor)
                .containsExactly(Author.USER, Author.AGENT);
        var request = INSTALLED.provider().requests("boots for Ana").getFirst();
        assertThat(request.path("messages").get(0).path("content").asString()).isEqualTo("You sell shoes.");
    }

    @Test
    void a_burst_of_five_gets_one_reply_that_names_all_five_and_remembers_the_last_talk() {
        // given
        var client = "shoes:shoes-telegram:5";
        var ids = new ArrayList<String>();
        // when
        for (var text : List.of("one", "two", "three", "four", "five")) {
            var message = Installed.message(client, text, text);
            ids.add(message.getMessageId());
            INSTALLED.send(message);
        }
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        assertThat(answer.getInReplyTo()).isEqualTo(ids);
        assertThat(INSTALLED.provider().requests("three")).hasSize(1);
        INSTALLED.send(Installed.message(client, "six", "number six"));
        var second = INSTALLED.awaitReply(client, entry -> entry.getContent().equals("Heard: number six"));
        assertThat(second.getInReplyTo()).hasSize(1);
        var messages = INSTALLED.provider().requests("number six").getFirst().path("messages");
        assertThat(messages.get(1).path("content").asString()).isEqualTo("one\ntwo\nthree\nfour\nfive");
        assertThat(messages.get(2).path("role").asString()).isEqualTo("assistant");
    }

    @Test
    void the_journal_tells_all() {
        // given
        var client = "shoes:shoes-web:g.journal";
        // when
        INSTALLED.send(Installed.message(client, "j1", "sandals"));
        // then
        var record = await().atMost(Duration.ofSeconds(20))
                .until(() -> INSTALLED.journal(client), found -> !found.isEmpty())
                .getFirst();
        assertThat(record.getInputs()).extracting(TurnInput::getText).containsExactly("sandals");
        assertThat(record.getSteps()).hasSize(1);
        assertThat(record.getSteps().getFirst().getInputTokens()).isEqualTo(7);
        assertThat(record.getSteps().getFirst().getRequestHash()).hasSize(64);
        assertThat(record.getDecisions()).extracting(Decision::getWhat).containsExactly("burst-closed");
        assertThat(record.getEnding().getOutputTokens()).isEqualTo(3);
        assertThat(record.getEntries())
                .isEqualTo(INSTALLED.replies(client).stream()
                        .filter(entry -> entry.getAuthor() == Author.AGENT)
                        .toList());
    }

    @Test
    void the_signs_of_life_come_in_order() {
        // given
        var client = "shoes:shoes-web:g.signs";
        var thought = new CountDownLatch(1);
        var read = new CountDownLatch(1);
        INSTALLED.provider().script(text -> stage -> {
            stage.await(thought);
            stage.piece("Heard ");
            stage.await(read);
            stage.piece("it.");
            stage.finish("stop");
            stage.end();
        });
        // when
        INSTALLED.send(Installed.message(client, "s1", "sandals"));
        awaitSign(client, "THINKING");
        thought.countDown();
        awaitSign(client, "Heard ");
        read.countDown();
        INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        // then
        assertThat(signs(client)).containsSubsequence("THINKING", "WRITING", "Heard ");
    }

    private static void awaitSign(String client, String sign) {
        await().atMost(Duration.ofSeconds(20)).until(() -> signs(client).contains(sign));
    }

    private static List<String> signs(String client) {
        return INSTALLED.progress(client).stream()
                .map(progress -> progress.getSign() instanceof PhaseSign phase
                        ? phase.getPhase().name()
                        : ((DeltaSign) progress.getSign()).getText())
                .toList();
    }
}
