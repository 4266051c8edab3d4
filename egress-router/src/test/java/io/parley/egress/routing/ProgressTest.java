package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.BOB;
import static io.parley.egress.routing.RoutingFixture.PIGEON;
import static io.parley.egress.routing.RoutingFixture.TELEGRAM;
import static io.parley.egress.routing.RoutingFixture.entry;
import static io.parley.egress.routing.RoutingFixture.open;
import static io.parley.egress.routing.RoutingFixture.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Outcome;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.SessionMark;
import io.parley.schemas.avro.TurnEnding;
import io.parley.schemas.avro.TurnProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

    private static final PhaseSign WRITING = new PhaseSign(Phase.WRITING, null, null, null);

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
    void a_sign_of_life_goes_to_each_node_that_holds_the_client_and_has_no_place() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 4, "boot-b", 1));
        router.session(open(BOB, 5, "boot-c", 1));
        router.web();

        router.progress(progress(ANA, "t1", 1, WRITING));

        assertThat(router.web())
                .extracting(
                        Outbound::getBootId,
                        Outbound::getConnection,
                        outbound -> outbound.getPosition().isPresent())
                .containsExactly(tuple("boot-a", 0L, false), tuple("boot-b", 0L, false));
    }

    @Test
    void a_late_tab_gets_the_phase_and_the_text_so_far_after_its_mark() {
        router.progress(progress(ANA, "t1", 1, WRITING));
        router.progress(progress(ANA, "t1", 1, new DeltaSign(0, 0, "Hola, ")));
        router.progress(progress(ANA, "t1", 1, new DeltaSign(1, 6, "Ana")));

        router.session(open(ANA, 3, "boot-a", 1));

        var sent = router.web();
        assertThat(sent.getFirst().getPayload()).isInstanceOf(SessionMark.class);
        assertThat(signs(sent)).containsExactly(WRITING, new DeltaSign(1, 0, "Hola, Ana"));
        assertThat(sent).extracting(Outbound::getConnection).containsOnly(1L);
    }

    @Test
    void a_piece_sent_twice_stands_once_in_the_text() {
        router.progress(progress(ANA, "t1", 1, new DeltaSign(0, 0, "Hola, ")));
        router.progress(progress(ANA, "t1", 1, new DeltaSign(1, 6, "Ana")));
        router.progress(progress(ANA, "t1", 1, new DeltaSign(1, 6, "Ana")));

        router.session(open(ANA, 3, "boot-a", 1));

        assertThat(signs(router.web())).containsExactly(new DeltaSign(1, 0, "Hola, Ana"));
    }

    @Test
    void a_new_attempt_discards_the_old_text_and_makes_its_late_pieces_void() {
        router.progress(progress(ANA, "t1", 1, new DeltaSign(0, 0, "Hola")));
        router.progress(progress(ANA, "t1", 2, new DeltaSign(0, 0, "Buenas")));
        router.session(open(ANA, 3, "boot-a", 1));
        assertThat(signs(router.web())).containsExactly(new DeltaSign(0, 0, "Buenas"));

        router.progress(progress(ANA, "t1", 1, new DeltaSign(1, 4, "!")));

        assertThat(router.web()).isEmpty();
    }

    @Test
    void a_text_whose_beginning_was_lost_is_not_shown() {
        router.progress(progress(ANA, "t1", 1, new DeltaSign(4, 60, "…")));

        router.session(open(ANA, 3, "boot-a", 1));

        assertThat(signs(router.web())).isEmpty();
    }

    @Test
    void the_last_entry_ends_the_signs_of_its_turn() {
        router.progress(progress(ANA, "t1", 1, WRITING));
        router.progress(progress(ANA, "t1", 1, new DeltaSign(0, 0, "Hola")));
        router.say(entry(ANA, "t1.1")
                .setTurnId("t1")
                .setEnding(ending(Outcome.ANSWERED))
                .build());
        router.session(open(ANA, 3, "boot-a", 1));

        router.progress(progress(ANA, "t1", 1, new DeltaSign(1, 4, "!")));

        assertThat(signs(router.web())).isEmpty();
    }

    @Test
    void an_ending_without_entry_reaches_the_sockets_and_ends_the_signs() {
        router.progress(progress(ANA, "t1", 1, WRITING));
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();
        var end = new EndSign(ending(Outcome.IGNORED), List.of("m1"));

        router.progress(progress(ANA, "t1", 1, end));

        assertThat(signs(router.web())).containsExactly(end);
        router.session(open(ANA, 4, "boot-b", 1));
        assertThat(signs(router.web())).isEmpty();
    }

    @Test
    void the_next_turn_of_the_client_has_signs_of_its_own() {
        router.progress(progress(ANA, "t1", 1, new DeltaSign(0, 0, "Hola")));
        router.say(entry(ANA, "t1.1")
                .setTurnId("t1")
                .setEnding(ending(Outcome.ANSWERED))
                .build());
        router.progress(progress(ANA, "t2", 1, new DeltaSign(0, 0, "Sí")));

        router.session(open(ANA, 3, "boot-a", 1));

        assertThat(signs(router.web())).containsExactly(new DeltaSign(0, 0, "Sí"));
    }

    @Test
    void a_turn_that_fell_silent_is_forgotten() {
        router.progress(progress(ANA, "t1", 1, WRITING));
        router.pass(Duration.ofMinutes(11));

        router.session(open(ANA, 3, "boot-a", 1));

        assertThat(signs(router.web())).isEmpty();
    }

    @Test
    void signs_reach_the_sender_of_a_channel_and_the_text_only_where_it_is_shown() {
        for (var client : List.of(TELEGRAM, PIGEON)) {
            router.progress(progress(client, "t1", 1, WRITING));
            router.progress(progress(client, "t1", 1, new DeltaSign(0, 0, "Hola")));
            router.progress(progress(client, "t1", 1, new EndSign(ending(Outcome.IGNORED), List.of("m1"))));
        }

        assertThat(signs(values(router.to("telegram"))))
                .hasExactlyElementsOfTypes(PhaseSign.class, DeltaSign.class, EndSign.class);
        assertThat(signs(values(router.to("pigeon")))).hasExactlyElementsOfTypes(PhaseSign.class, EndSign.class);
        assertThat(router.web()).isEmpty();
    }

    @Test
    void void_signs_reach_no_sender() {
        router.progress(progress(TELEGRAM, "t1", 2, WRITING));
        router.progress(progress(TELEGRAM, "t1", 1, WRITING));

        assertThat(router.to("telegram")).hasSize(1);
    }

    @Test
    void signs_for_a_channel_that_nobody_consumes_end_here() {
        router.progress(progress("shoes:shoes-fax:1", "t1", 1, WRITING));

        assertThat(router.to("pigeon")).isEmpty();
        assertThat(router.web()).isEmpty();
    }

    private static List<Outbound> values(List<TestRecord<String, Outbound>> records) {
        return records.stream().map(TestRecord::value).toList();
    }

    private static TurnEnding ending(Outcome outcome) {
        return TurnEnding.newBuilder().setOutcome(outcome).build();
    }

    private static List<Object> signs(List<Outbound> sent) {
        return sent.stream()
                .map(Outbound::getPayload)
                .filter(TurnProgress.class::isInstance)
                .map(payload -> ((TurnProgress) payload).getSign())
                .toList();
    }
}
