package io.parley.campaign.check;

import static io.parley.campaign.check.Variants.at;
import static io.parley.campaign.check.Variants.copy;
import static io.parley.campaign.check.Variants.entry;
import static io.parley.campaign.check.Variants.frame;
import static io.parley.campaign.check.Variants.said;
import static io.parley.campaign.check.Variants.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.schemas.Ids;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The checker turns red for each promise that is broken, and for nothing else.
class CheckerTest {

    private static final Recorded RUN = SyntheticLedger.of(10, 8);

    @Test
    void a_run_without_a_fault_is_green() {
        var verdict = Checker.check(RUN);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("sent", 80.0)
                .containsEntry("accepted", 80.0)
                .containsEntry("answered", 80.0)
                .containsEntry("model answers wasted", 0.0);
    }

    @Test
    void an_offset_committed_before_the_ending_is_seen() {
        var message = RUN.all(Line.Incoming.class).get(40);
        var early = new Line.Committed(
                new Stamp(1, message.time() - 100, 0),
                Groups.AGENT_WORKER,
                Topics.INCOMING_MESSAGES,
                message.partition(),
                message.offset() + 1);

        assertThat(laws(SyntheticLedger.with(RUN, early))).containsExactly("L7 commits behind work");
    }

    @Test
    void a_message_lost_by_an_early_commit_is_seen() {
        var lost = RUN.all(Line.Incoming.class).get(40).messageId();
        var withoutEntry = SyntheticLedger.changed(
                RUN, Line.Entry.class, entry -> entry.inReplyTo().contains(lost) ? null : entry);
        var unanswered = SyntheticLedger.changed(
                withoutEntry,
                Line.Shown.class,
                shown -> shown.frame().inReplyTo().contains(lost) ? null : shown);

        assertThat(laws(unanswered)).containsExactlyInAnyOrder("L1 one ending", "L7 commits behind work");
    }

    @Test
    void a_message_answered_twice_is_seen() {
        var first = shownReply(RUN, 30);
        var turn = Ids.turnId(first.clientId(), "another");
        var second = copy(
                first,
                1_000,
                turn + ".1",
                turn,
                first.frame().inReplyTo(),
                first.frame().content());

        assertThat(laws(SyntheticLedger.with(RUN, second, entry(second)))).containsExactly("L2 nothing twice");
    }

    @Test
    void a_reply_that_stands_at_two_positions_is_seen() {
        var first = shownReply(RUN, 30);
        var again = copy(
                first,
                1_000,
                first.frame().replyId(),
                first.frame().turnId(),
                first.frame().inReplyTo(),
                first.frame().content());

        assertThat(laws(SyntheticLedger.with(RUN, again, entry(again)))).containsExactly("L2 nothing twice");
    }

    @Test
    void a_position_shown_twice_on_one_connection_is_seen() {
        assertThat(laws(SyntheticLedger.with(RUN, shownReply(RUN, 30)))).contains("L2 nothing twice");
    }

    @Test
    void one_frame_dropped_out_of_ten_thousand_is_seen() {
        var run = SyntheticLedger.of(10, 500);
        assertThat(run.all(Line.Shown.class)).hasSize(10_000);
        var counter = new AtomicInteger();
        var dropped = SyntheticLedger.changed(
                run, Line.Shown.class, shown -> counter.incrementAndGet() == 7_777 ? null : shown);

        assertThat(laws(dropped)).isNotEmpty().isSubsetOf("L1 one ending", "L1b nothing missing in a tab");
    }

    @Test
    void an_echo_of_the_clients_own_words_that_a_tab_lacks_is_seen() {
        var counter = new AtomicInteger();
        var dropped = SyntheticLedger.changed(
                RUN,
                Line.Shown.class,
                shown -> shown.frame().author().equals("user") && counter.incrementAndGet() == 20 ? null : shown);

        assertThat(laws(dropped)).containsExactly("L1b nothing missing in a tab");
    }

    @Test
    void two_replies_swapped_on_the_way_to_the_tab_are_seen() {
        var first = shownReply(RUN, 20);
        var second = RUN.all(Line.Shown.class).stream()
                .filter(shown -> shown.clientId().equals(first.clientId())
                        && shown.frame().author().equals("agent")
                        && shown.at().n() > first.at().n())
                .findFirst()
                .orElseThrow();
        var swapped = SyntheticLedger.changed(RUN, Line.Shown.class, shown -> {
            if (shown.equals(first)) {
                return at(second.at(), first);
            }
            return shown.equals(second) ? at(first.at(), second) : shown;
        });

        assertThat(laws(swapped)).containsExactly("L3 in order");
    }

    @Test
    void two_replies_swapped_in_the_log_are_seen() {
        var client = shownReply(RUN, 0).clientId();
        var replies = RUN.all(Line.Shown.class).stream()
                .filter(shown -> shown.clientId().equals(client)
                        && shown.frame().author().equals("agent"))
                .toList();
        var a = replies.get(2);
        var b = replies.get(3);
        var swapped = SyntheticLedger.changed(RUN, Line.Shown.class, shown -> {
            if (shown.equals(a)) {
                return words(a, b.frame());
            }
            return shown.equals(b) ? words(b, a.frame()) : shown;
        });
        var both = SyntheticLedger.changed(swapped, Line.Entry.class, entry -> {
            if (entry.replyId().equals(a.frame().replyId())) {
                return said(entry, b.frame());
            }
            return entry.replyId().equals(b.frame().replyId()) ? said(entry, a.frame()) : entry;
        });

        assertThat(laws(both)).contains("L3 in order");
    }

    @Test
    void another_tenants_words_are_seen() {
        var foreign = RUN.all(Line.Tenant.class).getLast().canary();
        var victim = shownReply(RUN, 0);
        var mixed = SyntheticLedger.changed(
                RUN,
                Line.Shown.class,
                shown -> shown.equals(victim)
                        ? words(shown, frame(shown.frame(), shown.frame().content() + foreign))
                        : shown);

        assertThat(laws(mixed)).contains("L5 no foreign words");
    }

    @Test
    void another_clients_words_in_a_prompt_are_seen() {
        var calls = RUN.all(Line.ModelCall.class);
        var call = calls.getFirst();
        var canaries = new ArrayList<>(call.canaries());
        canaries.addAll(calls.get(1).canaries());
        var mixed = new Line.ModelCall(0, 0, 0, "completed", null, canaries, null);

        assertThat(laws(SyntheticLedger.with(RUN, mixed))).containsExactly("L5 no foreign words");
    }

    @Test
    void a_reply_sent_to_the_wrong_client_is_seen() {
        var reply = shownReply(RUN, 0);
        var other = RUN.all(Line.Person.class).getLast().clientId();
        var stray = new Line.Shown(new Stamp(1_000_000, 2_000_000, 0), other, "tab", 1, reply.frame());

        assertThat(laws(SyntheticLedger.with(RUN, stray))).contains("L4 only what was sent", "L5 no foreign words");
    }

    @Test
    void a_refused_message_that_is_answered_is_seen() {
        var sent = RUN.all(Line.Sent.class).getFirst();
        var refused = SyntheticLedger.changed(
                RUN,
                Line.Accepted.class,
                accepted -> accepted.clientId().equals(sent.clientId())
                                && accepted.id().equals(sent.id())
                        ? null
                        : accepted);
        var answer = new Line.Rejected(sent.at(), sent.clientId(), "tab", 1, sent.id(), "RATE_LIMITED");

        assertThat(laws(SyntheticLedger.with(refused, answer)))
                .containsExactlyInAnyOrder("L4 only what was sent", "L6 the log holds the accepted");
    }

    @Test
    void an_accepted_message_that_the_log_lacks_is_seen() {
        var lost = RUN.all(Line.Incoming.class).get(40);

        assertThat(laws(SyntheticLedger.changed(
                        RUN, Line.Incoming.class, record -> record.equals(lost) ? null : record)))
                .containsExactly("L6 the log holds the accepted");
    }

    @Test
    void work_left_over_at_the_end_is_seen() {
        var left = new Line.Rest(Groups.AGENT_WORKER, Topics.INCOMING_MESSAGES, 5, 3, 4);

        assertThat(laws(SyntheticLedger.with(RUN, left))).containsExactly("L7 commits behind work");
    }

    @Test
    void a_model_asked_over_and_over_is_seen() {
        var call = RUN.all(Line.ModelCall.class).getFirst();

        assertThat(laws(SyntheticLedger.with(RUN, call, call, call, call, call)))
                .containsExactly("L8 model calls bounded");
    }

    @Test
    void a_reply_taken_back_and_then_cancelled_is_one_ending() {
        var reply = shownReply(RUN, 20);
        var retract = new Line.Entry(
                entry(reply).partition(),
                900,
                reply.at().wall(),
                reply.clientId(),
                "SYSTEM",
                "RETRACT",
                reply.frame().turnId() + ".retract",
                reply.frame().turnId(),
                List.of(),
                List.of(reply.frame().replyId()),
                "");

        assertThat(Checker.check(SyntheticLedger.with(RUN, retract)).violations())
                .isEmpty();
    }

    private static Set<String> laws(Recorded ledger) {
        return Checker.check(ledger).violations().stream().map(Violation::law).collect(Collectors.toSet());
    }

    private static Line.Shown shownReply(Recorded run, int index) {
        return run.all(Line.Shown.class).stream()
                .filter(shown -> shown.frame().author().equals("agent"))
                .toList()
                .get(index);
    }

    @Test
    void markers_are_found_in_a_text() {
        var canary = Canaries.make(Canaries.Owner.CLIENT, new java.util.Random(1));

        assertThat(Canaries.in("a " + canary + ", b")).containsExactly(canary);
    }
}
