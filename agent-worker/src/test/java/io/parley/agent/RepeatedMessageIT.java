package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A client that misses the answer sends its message again. The repetition stands in the log behind other messages,
/// and none of them may be taken for answered because of it.
class RepeatedMessageIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final String TENANTS = "--parley.agent.tenants-file=" + Installed.tenantsFile("""
            tenants:
              - id: hats
                channels: [{id: hats-web, kind: web, burst: {quiet: 0s, cap: 8s}}]
                agent: {system-prompt: "You sell hats.", on-new-message: queue}
            """);

    @Test
    void messages_before_a_repetition_are_answered_when_the_worker_dies_in_the_first_turn() {
        // given
        var client = "hats:hats-web:g.eva";
        var first = Installed.message(client, "c1", "hat one");
        var second = Installed.message(client, "c2", "hat two");
        var awake = new AtomicBoolean();
        INSTALLED
                .provider()
                .script(message -> awake.get() ? ScriptedProvider.echo(message) : ScriptedProvider.Stage::hang);
        try (var worker = Worker.start(INSTALLED, TENANTS)) {
            INSTALLED.send(first);
            await().until(() -> !INSTALLED.provider().requests("hat one").isEmpty());
            INSTALLED.send(second);
            INSTALLED.send(first);
            assertThat(worker).isNotNull();
        }
        // when
        awake.set(true);
        try (var worker = Worker.start(INSTALLED, TENANTS)) {
            INSTALLED.awaitReply(client, entry -> entry.getInReplyTo().contains(second.getMessageId()));
            assertThat(worker).isNotNull();
        }
        // then
        assertThat(INSTALLED.replies(client))
                .filteredOn(entry -> entry.getAuthor() == Author.AGENT)
                .extracting(AgentReply::getInReplyTo)
                .containsExactly(List.of(first.getMessageId()), List.of(second.getMessageId()));
    }
}
