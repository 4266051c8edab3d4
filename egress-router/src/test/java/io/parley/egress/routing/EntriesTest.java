package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.BOB;
import static io.parley.egress.routing.RoutingFixture.INCARNATION;
import static io.parley.egress.routing.RoutingFixture.TELEGRAM;
import static io.parley.egress.routing.RoutingFixture.entry;
import static io.parley.egress.routing.RoutingFixture.headers;
import static io.parley.egress.routing.RoutingFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.schemas.HeaderNames;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntriesTest {

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

    @Test
    void an_entry_goes_once_to_each_node_that_holds_the_client() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 3, "boot-a", 2));
        router.session(open(ANA, 7, "boot-b", 1));
        router.web();

        router.say(ANA, "r1");

        assertThat(router.web())
                .extracting(Outbound::getSlot, Outbound::getBootId, Outbound::getConnection)
                .containsExactly(tuple(3, "boot-a", 0L), tuple(7, "boot-b", 0L));
    }

    @Test
    void nobody_gets_the_words_of_another_client() {
        router.session(open(BOB, 3, "boot-a", 1));
        router.session(open(ANA + "x", 3, "boot-a", 2));
        router.session(open(ANA + ":thread", 3, "boot-a", 3));
        router.web();

        router.say(ANA, "r1");

        assertThat(router.web()).isEmpty();
    }

    @Test
    void a_position_is_the_incarnation_and_the_entrys_own_offset() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        List.of("r0", "r1").forEach(id -> router.say(ANA, id));
        router.say(BOB, "r2");
        router.say(ANA, "r3");

        assertThat(router.web())
                .extracting(Outbound::getPosition, Outbound::getPrevious)
                .containsExactly(
                        tuple(position(0), Optional.empty()),
                        tuple(position(1), position(0)),
                        tuple(position(3), position(1)));
    }

    @Test
    void the_same_reply_at_another_offset_is_dropped_and_counted() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.say(ANA, "r1");
        router.say(entry(ANA, "r1").setContent("again").build());
        router.say(ANA, "r2");

        assertThat(router.web()).extracting(RoutingFixture::replyId).containsExactly("r1", "r2");
        assertThat(router.count("parley.duplicates", "where", "router")).isOne();
    }

    @Test
    void the_same_reply_at_the_same_offset_is_sent_again_unchanged() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();
        List.of("r0", "r1", "r2").forEach(id -> router.say(ANA, id));
        var before = router.web();

        try (var restarted = router.crash(state.resolveSibling("restarted"))) {
            List.of("r0", "r1", "r2").forEach(id -> restarted.say(ANA, id));

            assertThat(restarted.web()).isEqualTo(before);
            assertThat(restarted.count("parley.duplicates", "where", "router")).isZero();
        }
    }

    @Test
    void replies_of_an_earlier_incarnation_of_the_topic_are_no_duplicates() {
        router.say(ANA, "r0");
        router.say(ANA, "r1");

        try (var recreated = router.crash(state.resolveSibling("recreated"), "BBBBBBBBBBBBBBBBBBBBBB")) {
            recreated.session(open(ANA, 3, "boot-a", 1));
            recreated.web();
            recreated.say(ANA, "r1");

            assertThat(recreated.web()).extracting(Outbound::getPrevious).containsExactly(Optional.empty());
        }
    }

    @Test
    void an_entry_of_a_provider_channel_goes_to_its_topic() {
        router.say(TELEGRAM, "r1");
        router.say(entry(TELEGRAM, "r2")
                .setKind(EntryKind.RETRACT)
                .setRetracts(List.of("r1"))
                .build());

        var sent = router.to("telegram");
        assertThat(sent).extracting(record -> record.key()).containsOnly(TELEGRAM);
        assertThat(sent)
                .extracting(record -> record.value().getSlot(), record -> RoutingFixture.replyId(record.value()))
                .containsExactly(tuple(-1, "r1"), tuple(-1, "r2"));
        assertThat(sent.getLast().value().getPosition()).isEqualTo(position(1));
        assertThat(sent.getLast().value().getPrevious()).isEqualTo(position(0));
        assertThat(headers(sent.getFirst())).containsEntry(HeaderNames.TENANT, "shoes");
        assertThat(router.web()).isEmpty();
    }

    @Test
    void what_the_client_has_said_goes_to_its_sockets_and_never_to_a_provider() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.say(entry(ANA, "m1").setAuthor(Author.USER).build());
        router.say(entry(TELEGRAM, "m2").setAuthor(Author.USER).build());

        assertThat(router.web()).extracting(RoutingFixture::replyId).containsExactly("m1");
        assertThat(router.to("telegram")).isEmpty();
    }

    @Test
    void a_retract_has_a_place_of_its_own() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.say(ANA, "r1");
        router.say(entry(ANA, "t.retract")
                .setKind(EntryKind.RETRACT)
                .setRetracts(List.of("r1"))
                .build());

        var sent = router.web();
        assertThat(sent).extracting(Outbound::getPosition).containsExactly(position(0), position(1));
        assertThat(((AgentReply) sent.getLast().getPayload()).getRetracts()).containsExactly("r1");
    }

    private static Optional<Position> position(long offset) {
        return Optional.of(new Position(INCARNATION, offset));
    }
}
