package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One message walks the whole way through the worker.
class OneMessageIT {

    private static final Installed INSTALLED = Installed.shared();
    private static Worker worker;

    @BeforeAll
    static void start() {
        worker = Worker.start(INSTALLED, "--parley.agent.tenants-file=" + Installed.tenantsFile("""
                tenants:
                  - id: shoes
                    language: es
                    channels: [{id: shoes-web, kind: web, burst: {quiet: 0s, cap: 8s}}]
                    agent: {system-prompt: "You sell shoes."}
                """));
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @Test
    void a_message_becomes_the_clients_words_then_the_answer_then_a_journal_record() {
        // given
        var client = "shoes:shoes-web:g.ana";
        var message = Installed.message(client, "c1", "Do you have boots?");
        // when
        INSTALLED.send(message);
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        assertThat(answer.getContent()).isEqualTo("Heard: Do you have boots?");
        assertThat(answer.getInReplyTo()).containsExactly(message.getMessageId());
        assertThat(answer.getReplyId()).isEqualTo(Ids.replyId(Ids.turnId(client, message.getMessageId()), 1));
        assertThat(answer.getEnding().orElseThrow().getOutcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(INSTALLED.replies(client))
                .extracting(AgentReply::getAuthor)
                .containsExactly(Author.USER, Author.AGENT);
        var request = INSTALLED.provider().requests("boots").getFirst();
        assertThat(request.path("messages").get(0).path("content").asString()).isEqualTo("You sell shoes.");
    }
}
