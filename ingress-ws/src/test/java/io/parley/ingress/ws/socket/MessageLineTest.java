package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.wire.AvroWire;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageLineTest {

    private final List<String> published = new ArrayList<>();
    private final Deque<CompletableFuture<Void>> acknowledgements = new ArrayDeque<>();
    private final List<String> endings = new ArrayList<>();
    private final MessageLine line = new MessageLine(
            message -> {
                published.add(message.getProviderEventId());
                var acknowledgement = new CompletableFuture<Void>();
                acknowledgements.add(acknowledgement);
                return acknowledgement;
            },
            Runnable::run);

    /// Avro trusts the records once the wire format has been used.
    @BeforeAll
    static void trust() {
        assertThat(new AvroWire<>(IncomingMessage.class)).isNotNull();
    }

    @BeforeEach
    void open() {
        line.open();
    }

    @Test
    void nothing_leaves_before_the_announcement_is_written() {
        var early = new MessageLine(message -> new CompletableFuture<Void>(), task -> published.add("left"));
        early.offer(new MessageLine.Item(message("a"), written -> endings.add("a " + written)));
        assertThat(published).isEmpty();
        early.open();
        assertThat(published).containsExactly("left");
    }

    @Test
    void what_waits_for_an_announcement_that_fails_is_not_accepted() {
        var early = new MessageLine(message -> new CompletableFuture<Void>(), task -> published.add("left"));
        early.offer(new MessageLine.Item(message("a"), written -> endings.add("a " + written)));
        early.fail();
        early.open();
        assertThat(endings).containsExactly("a false");
        assertThat(published).isEmpty();
    }

    @Test
    void the_next_message_leaves_when_kafka_has_the_one_before() {
        offer("a", "b");
        assertThat(published).containsExactly("a");
        acknowledgements.remove().complete(null);
        assertThat(published).containsExactly("a", "b");
        assertThat(endings).containsExactly("a true");
    }

    @Test
    void a_message_that_fails_takes_those_behind_it_with_it_unsent() {
        offer("a", "b", "c");
        acknowledgements.remove().completeExceptionally(new IllegalStateException("no broker"));
        assertThat(published).containsExactly("a");
        assertThat(endings).containsExactly("a false", "b false", "c false");
    }

    @Test
    void after_a_failure_the_same_messages_may_come_again() {
        offer("a");
        acknowledgements.remove().completeExceptionally(new IllegalStateException("no broker"));
        offer("a");
        acknowledgements.remove().complete(null);
        assertThat(endings).containsExactly("a false", "a true");
    }

    @Test
    void a_line_that_is_too_long_refuses() {
        for (int i = 0; i < 102; i++) {
            offer("m" + i);
        }
        assertThat(endings).containsExactly("m101 false");
    }

    private void offer(String... ids) {
        for (var id : ids) {
            line.offer(new MessageLine.Item(message(id), written -> endings.add(id + " " + written)));
        }
    }

    private static IncomingMessage message(String id) {
        return IncomingMessage.newBuilder()
                .setMessageId(id)
                .setClientId("t:a:u")
                .setTenant("t")
                .setChannel("web")
                .setChannelAccount("a")
                .setKind(IncomingKind.MESSAGE)
                .setProviderEventId(id)
                .setOccurredAt(Instant.EPOCH)
                .build();
    }
}
