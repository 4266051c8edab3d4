package io.parley.egress.routing;

import static io.parley.egress.routing.RoutingFixture.ANA;
import static io.parley.egress.routing.RoutingFixture.INCARNATION;
import static io.parley.egress.routing.RoutingFixture.mark;
import static io.parley.egress.routing.RoutingFixture.open;
import static io.parley.egress.routing.RoutingFixture.replyIds;
import static io.parley.egress.routing.RoutingFixture.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.Position;
import io.parley.schemas.avro.SessionEvent;
import io.parley.schemas.avro.SessionMark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir
    Path state;

    private RoutingFixture router;

    @BeforeEach
    void start() {
        router = new RoutingFixture(state);
        List.of("r0", "r1", "r2").forEach(id -> router.say(ANA, id));
        router.pass(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void a_resume_brings_what_came_after_the_position_to_this_connection_only_and_then_the_mark() {
        router.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".0"));

        var sent = router.web();
        assertThat(sent).extracting(Outbound::getConnection).containsOnly(9L);
        assertThat(replyIds(sent)).containsExactly("r1", "r2");
        assertThat(sent.getFirst().getPrevious()).contains(new Position(INCARNATION, 0L));
        assertThat(sent.getLast().getPayload()).isEqualTo(new SessionMark(true, new Position(INCARNATION, 2L), false));
    }

    @Test
    void a_resume_at_the_head_brings_the_mark_alone() {
        router.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".2"));

        assertThat(router.web())
                .extracting(Outbound::getPayload)
                .containsExactly(new SessionMark(true, new Position(INCARNATION, 2L), false));
    }

    @Test
    void who_has_missed_nothing_costs_no_range_read_of_the_entries() {
        int before = router.ranges(EntryLog.ENTRIES);
        router.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".2"));
        router.session(open(ANA, 3, "boot-a", 10).setSession("tab-2"));

        assertThat(router.web())
                .extracting(Outbound::getPayload)
                .containsOnly(new SessionMark(true, new Position(INCARNATION, 2L), false));
        assertThat(router.ranges(EntryLog.ENTRIES)).isEqualTo(before);
        assertThat(router.count("parley.router.log.reads")).isZero();

        router.session(open(ANA, 3, "boot-a", 11).setSession("tab-3").setAfter(INCARNATION + ".1"));
        assertThat(router.ranges(EntryLog.ENTRIES)).isGreaterThan(before);
        assertThat(router.count("parley.router.log.reads")).isEqualTo(1);
    }

    @Test
    void a_newest_entry_that_a_crash_has_kept_or_lost_hides_nothing() {
        var whole = router.stored();
        router.say(ANA, "r3");
        router.web();
        var newer = router.stored();
        // Stores are written to their changelogs one by one: any of them may be behind the others.
        for (var store : List.of(EntryLog.ENTRIES, EntryLog.HEADS)) {
            try (var torn = new RoutingFixture(state.resolve("torn-" + store))) {
                var rows = new HashMap<>(newer);
                rows.put(store, whole.getOrDefault(store, List.of()));
                torn.restore(rows);
                torn.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".2"));
                List.of("r0", "r1", "r2", "r3").forEach(id -> torn.say(ANA, id));

                assertThat(replyIds(torn.web())).endsWith("r3");
            }
        }
    }

    @Test
    void a_position_ahead_of_the_log_is_kept_as_after_a_crash_its_entries_come_again() {
        router.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".7"));

        assertThat(router.web())
                .extracting(Outbound::getPayload)
                .containsExactly(new SessionMark(true, new Position(INCARNATION, 7L), false));
    }

    @Test
    void a_position_whose_whole_log_a_crash_has_taken_back_is_kept_too() {
        try (var taken = new RoutingFixture(state.resolve("taken back"))) {
            taken.session(open(ANA, 3, "boot-a", 9).setAfter(INCARNATION + ".2"));

            assertThat(taken.web())
                    .extracting(Outbound::getPayload)
                    .containsExactly(new SessionMark(true, new Position(INCARNATION, 2L), false));
        }
    }

    @Test
    void who_asks_for_nothing_gets_the_mark_alone_and_counts_as_recovered() {
        router.session(open(ANA, 3, "boot-a", 9));

        assertThat(router.web())
                .extracting(Outbound::getPayload)
                .containsExactly(new SessionMark(true, new Position(INCARNATION, 2L), false));
    }

    @Test
    void a_client_without_entries_gets_a_mark_without_position() {
        router.session(open(ANA + "x", 3, "boot-a", 9).setHistory(100));

        assertThat(router.web()).extracting(Outbound::getPayload).containsExactly(new SessionMark(true, null, false));
    }

    @Test
    void history_is_the_last_entries_in_order() {
        router.session(open(ANA, 3, "boot-a", 9).setHistory(2));

        var sent = router.web();
        assertThat(replyIds(sent)).containsExactly("r1", "r2");
        assertThat(mark(sent).getRecovered()).isTrue();
    }

    @Test
    void what_was_said_since_the_socket_opened_comes_even_if_nothing_was_asked_for() {
        var open = open(ANA, 3, "boot-a", 9);
        router.say(ANA, "late");
        router.session(open);

        assertThat(replyIds(router.web())).containsExactly("late");
    }

    @Test
    void a_position_of_another_incarnation_gives_fresh_history() {
        router.session(open(ANA, 3, "boot-a", 9).setAfter("BBBBBBBBBBBBBBBBBBBBBB.1"));

        var sent = router.web();
        assertThat(replyIds(sent)).containsExactly("r0", "r1", "r2");
        assertThat(mark(sent)).isEqualTo(new SessionMark(false, new Position(INCARNATION, 2L), false));
    }

    @Test
    void an_unreadable_position_gives_as_much_fresh_history_as_asked_for() {
        router.session(open(ANA, 3, "boot-a", 9).setAfter("what?").setHistory(1));

        var sent = router.web();
        assertThat(replyIds(sent)).containsExactly("r2");
        assertThat(mark(sent).getRecovered()).isFalse();
    }

    @Test
    void an_announcement_that_lacks_nothing_gets_nothing_and_is_known_from_then_on() {
        router.session(open(ANA, 3, "boot-a", 9).setResume(false).setAgain(true));
        assertThat(router.web()).isEmpty();

        router.say(ANA, "r3");

        assertThat(router.web()).hasSize(1);
    }

    @Test
    void a_close_counts_for_its_own_connection_only() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 4, "boot-b", 1));
        router.session(session(ANA, 4, "boot-c", 1, SessionEvent.CLOSE));
        router.session(session(ANA, 4, "boot-b", 2, SessionEvent.CLOSE));
        router.session(session(ANA, 3, "boot-a", 1, SessionEvent.CLOSE));
        router.web();

        router.say(ANA, "r3");

        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b");
    }

    @Test
    void an_absent_ends_all_of_the_clients_connections_on_that_boot() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 3, "boot-a", 2));
        router.session(open(ANA, 4, "boot-b", 1));
        router.session(open(ANA + "x", 3, "boot-a", 3));
        router.session(session(ANA, 3, "boot-a", 0, SessionEvent.ABSENT));
        router.web();

        router.say(ANA, "r3");
        router.say(ANA + "x", "r4");

        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b", "boot-a");
    }

    @Test
    void an_absent_with_a_number_spares_the_connection_that_raced_past_it() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 3, "boot-a", 2));
        router.session(session(ANA, 3, "boot-a", 1, SessionEvent.ABSENT));
        router.session(session(ANA, 3, "boot-a", 2, SessionEvent.CLOSE));
        router.session(open(ANA, 3, "boot-a", 3));
        router.session(session(ANA, 3, "boot-a", 2, SessionEvent.ABSENT));
        router.web();

        router.say(ANA, "r3");

        assertThat(router.web()).hasSize(1);
    }

    @Test
    void an_open_of_a_new_boot_removes_what_the_slot_held_before() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.session(open(ANA, 3, "boot-a", 2));
        router.session(open(ANA, 3, "boot-b", 1));
        router.web();

        router.say(ANA, "r3");

        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b");
        assertThat(router.rows(Sockets.STORE)).isOne();
    }

    @Test
    void the_newer_connection_with_a_session_takes_over_and_the_older_one_learns_it() {
        router.session(open(ANA, 3, "boot-a", 1).setSession("tab"));
        router.session(open(ANA, 5, "boot-c", 1).setSession("other"));
        router.web();

        router.session(open(ANA, 4, "boot-b", 1).setSession("tab"));

        var sent = router.web();
        assertThat(sent)
                .extracting(
                        Outbound::getBootId,
                        Outbound::getConnection,
                        outbound -> mark(outbound).getTakenOver())
                .containsExactly(tuple("boot-a", 1L, true), tuple("boot-b", 1L, false));
        router.say(ANA, "r3");
        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b", "boot-c");
    }

    @Test
    void a_tab_whose_newer_connections_node_died_before_it_was_heard_of_has_left_the_older_one_all_the_same() {
        router.session(open(ANA, 3, "boot-a", 1).setSession("tab"));
        router.node(4, "boot-b", NodeEvent.CLAIM);
        var newer = open(ANA, 4, "boot-b", 2).setSession("tab");
        router.pass(Duration.ofSeconds(11));
        router.node(4, "boot-c", NodeEvent.CLAIM);
        router.web();

        router.session(newer);
        router.session(open(ANA, 5, "boot-b-again", 2).setSession("tab").setAgain(true));

        assertThat(router.web())
                .extracting(
                        Outbound::getBootId,
                        Outbound::getConnection,
                        outbound -> mark(outbound).getTakenOver())
                .containsExactly(tuple("boot-a", 1L, true), tuple("boot-b-again", 2L, false));
    }

    @Test
    void an_older_connection_announced_again_takes_nothing_back() {
        router.session(open(ANA, 3, "boot-a", 1).setSession("tab"));
        router.session(open(ANA, 4, "boot-b", 2).setSession("tab"));
        router.web();

        router.session(open(ANA, 3, "boot-a", 1).setSession("tab").setAgain(true));

        assertThat(router.web())
                .extracting(Outbound::getBootId, outbound -> mark(outbound).getTakenOver())
                .containsExactly(tuple("boot-a", true));
        router.say(ANA, "r3");
        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b");
    }

    @Test
    void an_older_open_processed_again_after_a_crash_takes_nothing_back() {
        router.session(open(ANA, 3, "boot-a", 1).setSession("tab"));
        router.pass(Duration.ofSeconds(1));
        router.session(open(ANA, 4, "boot-b", 2).setSession("tab"));

        try (var restarted = router.crash(state.resolveSibling("restarted"), Duration.ofSeconds(-1))) {
            restarted.session(open(ANA, 3, "boot-a", 1).setSession("tab"));

            assertThat(restarted.web())
                    .extracting(Outbound::getBootId, outbound -> mark(outbound).getTakenOver())
                    .containsExactly(tuple("boot-a", true));
        }
    }

    @Test
    void a_node_under_a_new_boot_announces_its_sockets_without_taking_them_over() {
        router.session(open(ANA, 3, "boot-a", 1).setSession("tab"));
        router.web();

        router.session(
                open(ANA, 5, "boot-b", 1).setSession("tab").setAgain(true).setAfter(INCARNATION + ".1"));

        var sent = router.web();
        assertThat(replyIds(sent)).containsExactly("r2");
        assertThat(sent).extracting(Outbound::getBootId).containsOnly("boot-b");
        router.say(ANA, "r3");
        assertThat(router.web()).extracting(Outbound::getBootId).containsExactly("boot-b");
    }

    @Test
    void seen_keeps_a_connection_fresh_and_sends_nothing() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.session(session(ANA, 3, "boot-a", 1, SessionEvent.SEEN).setAfter(INCARNATION + ".2"));
        router.session(session(ANA, 3, "boot-a", 2, SessionEvent.SEEN).setAfter(INCARNATION + ".2"));

        assertThat(router.web()).isEmpty();
        assertThat(router.rows(Sockets.STORE)).isOne();
    }

    @Test
    void an_open_without_resume_after_a_gap_gets_no_second_mark() {
        router.session(open(ANA, 3, "boot-a", 1));
        router.web();

        router.session(open(ANA, 3, "boot-a", 1).setResume(false).setAgain(true));
        router.session(open(ANA, 3, "boot-a", 1).setAgain(true).setAfter(INCARNATION + ".1"));

        var sent = router.web();
        assertThat(replyIds(sent)).containsExactly("r2");
        assertThat(mark(sent).getPosition()).isEqualTo(Optional.of(new Position(INCARNATION, 2L)));
    }
}
