package io.parley.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/// What a person who writes to Parley sees, whichever way its services are run.
public abstract class ConversationContract {

    /// Where ingress-ws listens, for instance `ws://localhost:8080`.
    protected abstract URI sockets();

    /// `host:port` of Kafka.
    protected abstract String kafka();

    @Test
    void a_message_is_accepted_echoed_answered_and_completed() {
        try (var client = ChatClient.connect(chat(user(), "tenant=shoes"))) {
            client.say("c1", "¿A qué hora abren los sábados?");
            var completed = client.await("completed");
            assertThat(completed.path("outcome").asString("")).isEqualTo("answered");

            var accepted = client.frames("accepted").getFirst();
            assertThat(accepted.path("id").asString("")).isEqualTo("c1");
            var entries = client.frames("message");
            assertThat(entries)
                    .extracting(entry -> entry.path("role").asString(""))
                    .containsExactly("user", "agent");
            assertThat(entries.get(0).path("message_id")).isEqualTo(accepted.path("message_id"));
            var reply = entries.get(1);
            assertThat(reply.path("in_reply_to").values()).containsExactly(accepted.path("message_id"));
            assertThat(reply.path("previous")).isEqualTo(entries.get(0).path("position"));
            // Pieces may be lost, above all the last, which the entry may overtake; what came is what the entry says.
            assertThat(streamed(client)).isNotEmpty();
            assertThat(reply.path("content").asString("")).startsWith(streamed(client));
        }
    }

    @Test
    void one_trace_leads_from_the_message_over_kafka_to_its_answer() {
        var user = user();
        try (var client = ChatClient.connect(chat(user, "tenant=shoes"))) {
            client.say("c1", "¿A qué hora abren?");
            client.await("completed");
        }
        var message = traces(Topics.INCOMING_MESSAGES, user);
        assertThat(message).singleElement().asString().matches("[0-9a-f]{32}");
        assertThat(traces(Topics.AGENT_REPLIES, user)).isEqualTo(message);
        assertThat(traces(Topics.TURN_JOURNAL, user)).isEqualTo(message);
        assertThat(traces(Topics.outbound("web"), user)).containsAll(message);
    }

    /// Ids of the traces that the user's records in a topic belong to.
    private Set<String> traces(String topic, String user) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new HashSet<String>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    var trace = record.headers().lastHeader(HeaderNames.TRACEPARENT);
                    if (trace != null && record.key() != null && record.key().contains(user)) {
                        var header = new String(trace.value(), StandardCharsets.UTF_8);
                        assertThat(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
                        found.add(header.substring(3, 35));
                    }
                });
            }
            return found;
        }
    }

    @Test
    void text_and_name_alone_are_a_message() {
        try (var client = ChatClient.connect(chat(user(), ""))) {
            client.send("{\"text\":\"Hola\",\"user_name\":\"Tester\"}");
            assertThat(client.awaitReply().path("content").asString("")).isNotBlank();
        }
    }

    @Test
    void the_same_message_again_is_accepted_again_and_answered_once() {
        var user = user();
        try (var client = ChatClient.connect(chat(user, "tenant=shoes"))) {
            client.say("once", "Hola");
            client.await("completed");
            client.say("once", "Hola");
            client.await(
                    "the second acceptance", frame -> client.frames("accepted").size() == 2);
            client.say("after", "¿A qué hora abren?");
            client.await(
                    "the second ending", frame -> client.frames("completed").size() == 2);
            assertThat(client.frames("accepted").stream()
                            .map(frame -> frame.path("message_id"))
                            .distinct())
                    .hasSize(2);
            assertThat(client.replies()).hasSize(2);
        }
    }

    @Test
    void a_cut_connection_loses_and_doubles_nothing() {
        var user = user();
        String seen;
        try (var client = ChatClient.connect(chat(user, "tenant=shoes&session=tab"))) {
            client.say("c1", "Hola");
            client.await("completed");
            seen = client.replies().getFirst().path("position").asString("");
            client.say("c2", "¿A qué hora abren?");
            client.await("acceptance", frame -> client.frames("accepted").size() == 2);
        }
        try (var back = ChatClient.connect(chat(user, "tenant=shoes&session=tab&after=" + seen))) {
            var reply = back.awaitReply();
            assertThat(back.frames("resumed").getFirst().path("recovered").asBoolean(false))
                    .isTrue();
            assertThat(back.frames("message"))
                    .extracting(entry -> entry.path("role").asString(""))
                    .containsExactly("user", "agent");
            assertThat(back.frames("message").getFirst().path("previous").asString(""))
                    .isEqualTo(seen);
            assertThat(reply.path("in_reply_to").size()).isEqualTo(1);
        }
    }

    @Test
    void history_is_there_after_a_reload() {
        var user = user();
        try (var client = ChatClient.connect(chat(user, "tenant=lab"))) {
            client.say("c1", "What are your opening hours?");
            client.await("completed");
        }
        try (var reloaded = ChatClient.connect(chat(user, "tenant=lab&history=50"))) {
            assertThat(reloaded.frames("message"))
                    .extracting(entry -> entry.path("role").asString(""))
                    .containsExactly("user", "agent");
        }
    }

    @Test
    void clients_of_two_tenants_at_the_same_moment_see_their_own_in_their_own_order() {
        var clients = new ArrayList<ChatClient>();
        try {
            for (int i = 0; i < 5; i++) {
                clients.add(ChatClient.connect(chat(user(), "tenant=" + (i % 2 == 0 ? "shoes" : "lab"))));
            }
            for (int message = 0; message < 3; message++) {
                for (var client : clients) {
                    client.say("c" + message, "word-" + clients.indexOf(client) + "-" + message);
                }
                int said = message + 1;
                clients.forEach(client -> awaitAnswers(client, said));
            }
            clients.forEach(client -> sees_its_own(client, clients.indexOf(client)));
        } finally {
            clients.forEach(ChatClient::close);
        }
    }

    private static void sees_its_own(ChatClient client, int number) {
        assertThat(client.frames("message").stream()
                        .filter(entry -> entry.path("role").asString("").equals("user"))
                        .map(entry -> entry.path("content").asString("")))
                .containsExactly("word-" + number + "-0", "word-" + number + "-1", "word-" + number + "-2");
        assertThat(endings(client)).isEqualTo(acceptances(client));
        assertThat(client.replies())
                .extracting(reply -> reply.path("reply_id").asString(""))
                .doesNotHaveDuplicates();
    }

    private static void awaitAnswers(ChatClient client, int count) {
        client.await(
                "all answered",
                frame -> acceptances(client).size() == count && endings(client).containsAll(acceptances(client)));
    }

    private static List<String> acceptances(ChatClient client) {
        return client.frames("accepted").stream()
                .map(frame -> frame.path("message_id").asString(""))
                .toList();
    }

    /// What the last part of each reply answers; the others say the same.
    private static List<String> endings(ChatClient client) {
        return client.replies().stream()
                .filter(reply ->
                        reply.path("part").asInt(0) == reply.path("total").asInt(-1))
                .flatMap(reply -> reply.path("in_reply_to").values().stream())
                .map(id -> id.asString(""))
                .toList();
    }

    private static String streamed(ChatClient client) {
        return client.frames("delta").stream()
                .map(delta -> delta.path("text").asString(""))
                .reduce("", String::concat);
    }

    protected final URI chat(String user, String query) {
        return URI.create(sockets() + "/ws/chat/" + user + (query.isEmpty() ? "" : "?" + query));
    }

    protected static String user() {
        return "user-" + UUID.randomUUID();
    }
}
