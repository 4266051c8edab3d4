package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.BOB;
import static io.parley.egress.routing.RoutingFixture.bytes;
import static io.parley.egress.routing.RoutingFixture.entry;
import static io.parley.egress.routing.RoutingFixture.headers;
import static io.parley.egress.routing.RoutingFixture.open;
import static io.parley.egress.routing.RoutingFixture.replyIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.SocketSession;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {

    private static final byte[] SESSION =
            new AvroWire<>(SocketSession.class).encode(open(ANA, 3, "boot-a", 1).build());
    private static final byte[] ENTRY =
            new AvroWire<>(AgentReply.class).encode(entry(ANA, "r").build());

    @TempDir
    Path state;

    private RoutingFixture router;

    @BeforeEach
    void start() {
        router = new RoutingFixture(state);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Topics.AGENT_REPLIES, Topics.TURN_PROGRESS, Topics.SOCKET_SESSIONS})
    void what_can_never_be_read_is_dead_lettered_and_stops_nothing(String topic) {
        assertDead(topic, bytes(ANA), bytes("{\"text\":1}"), "undecodable");
        assertDead(topic, bytes(ANA), topic.equals(Topics.AGENT_REPLIES) ? SESSION : ENTRY, "undecodable");
        assertDead(topic, bytes(ANA), null, "undecodable");
        assertDead(topic, null, ENTRY, "null-key");
        assertDead(topic, bytes("nobody"), ENTRY, "wrong-key");
        assertDead(topic, new byte[] {(byte) 0xff, 0}, ENTRY, "wrong-key");
        assertDead(topic, bytes(ANA), new byte[Intake.MAX_BYTES + 1], "too-large");

        router.session(open(ANA, 3, "boot-a", 1));
        router.say(ANA, "r1");
        assertThat(replyIds(router.web())).containsExactly("r1");
    }

    @Test
    void a_record_under_another_clients_key_is_dead_lettered() {
        assertDead(Topics.AGENT_REPLIES, bytes(BOB), ENTRY, "wrong-key");
        assertDead(Topics.SOCKET_SESSIONS, bytes(BOB), SESSION, "wrong-key");
        var foreign = entry(ANA, "r").setTenant("lab").build();
        assertDead(Topics.AGENT_REPLIES, bytes(ANA), new AvroWire<>(AgentReply.class).encode(foreign), "wrong-key");
    }

    @Test
    void a_session_of_a_slot_that_does_not_exist_is_dead_lettered() {
        var far = open(ANA, 64, "boot-a", 1).build();
        assertDead(Topics.SOCKET_SESSIONS, bytes(ANA), new AvroWire<>(SocketSession.class).encode(far), "wrong-slot");
    }

    @Test
    void an_entry_for_a_channel_that_nobody_consumes_is_dead_lettered_with_an_event() {
        var client = "shoes:shoes-fax:1";
        var entry = entry(client, "r").build();

        assertDead(
                Topics.AGENT_REPLIES,
                bytes(client),
                new AvroWire<>(AgentReply.class).encode(entry),
                "unregistered-channel");
    }

    @Test
    void the_clients_own_words_on_such_a_channel_are_simply_not_sent() {
        router.say(entry("shoes:shoes-fax:1", "m").setAuthor(Author.USER).build());

        assertThat(router.dead(Topics.AGENT_REPLIES)).isEmpty();
    }

    private void assertDead(String topic, byte @Nullable [] key, byte @Nullable [] value, String reason) {
        double before = router.count("parley.dead.letters", "topic", topic, "reason", reason);

        router.sendBytes(topic, key, value);

        var dead = router.dead(topic);
        assertThat(dead).hasSize(1);
        assertThat(dead.getFirst().key()).isEqualTo(key);
        assertThat(dead.getFirst().value()).isEqualTo(value);
        assertThat(headers(dead.getFirst()))
                .containsEntry(HeaderNames.DEAD_REASON, reason)
                .containsEntry(HeaderNames.DEAD_GROUP, "egress-router")
                .hasEntrySatisfying(
                        HeaderNames.DEAD_ORIGIN, origin -> assertThat(origin).matches(topic + "-0-\\d+@\\d+"));
        assertThat(router.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getAttributes()).containsEntry("reason", reason));
        assertThat(router.count("parley.dead.letters", "topic", topic, "reason", reason))
                .isEqualTo(before + 1);
    }
}
