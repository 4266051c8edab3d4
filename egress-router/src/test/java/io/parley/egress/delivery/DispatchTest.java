package io.parley.egress.delivery;

import static io.parley.egress.delivery.Office.ANA;
import static io.parley.egress.delivery.Office.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.channels.Limit;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.lanes.Cancellation;
import io.parley.lanes.Ending;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private static final Ending.Finished FINISHED = new Ending.Finished();
    private static final String LOFT = "shoes:shoes-loft:cid";

    private final Office office = new Office();

    @Test
    void each_piece_is_announced_before_the_call_and_recorded_after_it() throws Exception {
        assertThat(office.send(ANA, "t1.1", "one\ntwo")).isEqualTo(FINISHED);

        assertThat(office.sender.delivered).containsExactly("ana one", "ana two");
        assertThat(office.receipts.states()).containsExactly("SENDING 1", "SENT 1", "SENDING 2", "SENT 2");
        assertThat(office.receipts.all().getLast().getProviderId()).contains("p-t1.1-2");
        assertThat(office.count("parley.replies", "outcome", "sent")).isOne();
        assertThat(office.meters.get("parley.delivery.seconds").timer().count()).isOne();
    }

    @Test
    void an_ownership_takes_its_partition_once_and_first() throws Exception {
        office.send(ANA, "t1.1", "one");
        office.send(BOB, "t2.1", "two");

        assertThat(office.receipts.all())
                .extracting(receipt -> receipt.getState() + " " + receipt.getClientId())
                .containsExactly("TAKEN -:pigeon:3", "SENDING " + ANA, "SENT " + ANA, "SENDING " + BOB, "SENT " + BOB);
    }

    @Test
    void later_is_tried_as_often_as_it_takes() throws Exception {
        office.sender.answer(later(Scope.CLIENT), later(Scope.ACCOUNT), later(Scope.CLIENT));
        var begun = office.clock.instant();

        office.send(ANA, "t1.1", "one");

        assertThat(office.sender.delivered).containsExactly("ana one");
        assertThat(office.receipts.states())
                .containsExactly(
                        "SENDING 1", "LATER 1", "SENDING 1", "LATER 1", "SENDING 1", "LATER 1", "SENDING 1", "SENT 1");
        assertThat(Duration.between(begun, office.clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void a_refusal_is_final_and_the_next_piece_goes_on() throws Exception {
        office.sender.answer(new Outcome.Refused("blocked 403"));

        office.send(ANA, "t1.1", "one\ntwo");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "REFUSED 1", "SENDING 2", "SENT 2");
        assertThat(office.count("parley.replies", "outcome", "refused")).isOne();
        assertThat(office.told()).containsExactly("delivery-refused");
    }

    @Test
    void what_is_in_doubt_is_sent_once_more_and_marked() throws Exception {
        office.sender.answer(new Outcome.Unknown("no answer"));

        office.send(ANA, "t1.1", "one");

        assertThat(office.receipts.states())
                .containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 1 again", "SENT 1 again");
        assertThat(office.told()).containsExactly("delivery-unknown");
    }

    @Test
    void twice_in_doubt_stays_unknown_and_holds_up_nothing() throws Exception {
        office.sender.answer(new Outcome.Unknown("no answer"), new Outcome.Unknown("500"));

        office.send(ANA, "t1.1", "one\ntwo");

        assertThat(office.receipts.states())
                .containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 1 again", "UNKNOWN 1", "SENDING 2", "SENT 2");
        assertThat(office.count("parley.replies", "outcome", "unknown")).isOne();
    }

    @Test
    void who_wants_to_be_asked_gets_nothing_twice() throws Exception {
        office.sender.answer(new Outcome.Unknown("no answer"));

        office.send(LOFT, "t1.1", "one\ntwo");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 2", "SENT 2");
    }

    @Test
    void what_the_provider_reports_in_time_is_in_doubt_no_more() throws Exception {
        office.sender.reportsWithin = Duration.ofSeconds(30);
        office.sender.answer(new Outcome.Unknown("no answer"));
        office.lane.meanwhile(until -> report(office));

        office.send(ANA, "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "DELIVERED 1", "SENT 1");
        assertThat(office.receipts.all().getLast().getProviderId()).contains("wamid-7");
    }

    @Test
    void a_sender_that_breaks_leaves_a_doubt_and_not_a_standstill() throws Exception {
        office.sender.answers.add((piece, to) -> {
            throw new IllegalStateException("bug");
        });

        office.send(ANA, "t1.1", "one");

        assertThat(office.receipts.states())
                .containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 1 again", "SENT 1 again");
        assertThat(office.receipts.all().get(2).getReason()).contains("IllegalStateException");
    }

    @Test
    void another_form_is_tried_once_for_each_reason() throws Exception {
        office.sender.answers.add((piece, to) -> new Outcome.Instead(plain(piece), "unparsable"));
        office.send(ANA, "t1.1", "*one*");

        assertThat(office.sender.delivered).containsExactly("ana plain");
        assertThat(office.receipts.states()).containsExactly("SENDING 1", "LATER 1", "SENDING 1", "SENT 1");

        office.sender.otherwise = (piece, to) -> new Outcome.Instead(plain(piece), "unparsable");
        office.send(ANA, "t2.1", "*two*");

        assertThat(office.receipts.states()).endsWith("SENDING 1", "LATER 1", "SENDING 1", "REFUSED 1");
    }

    @Test
    void who_has_moved_is_written_to_under_the_new_id_and_everybody_learns_it() throws Exception {
        office.sender.answer(new Outcome.Moved("-100"));

        office.send(ANA, "t1.1", "one");

        assertThat(office.sender.delivered).containsExactly("-100 one");
        assertThat(office.aliases)
                .extracting(ClientAlias::getAlias, ClientAlias::getClientId, ClientAlias::getReason)
                .containsExactly(tuple("shoes:shoes-pigeon:-100", ANA, "moved"));
    }

    @Test
    void a_halted_account_waits_and_an_operator_is_told_once() throws Exception {
        office.sender.answer(new Outcome.Halted("401"), new Outcome.Halted("401"));
        var begun = office.clock.instant();

        office.send(ANA, "t1.1", "one");

        assertThat(office.sender.delivered).containsExactly("ana one");
        assertThat(office.told()).containsExactly("account-halted");
        assertThat(Duration.between(begun, office.clock.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(office.meters.get("parley.accounts.halted").gauge().value()).isZero();
    }

    @Test
    void a_reply_of_an_account_that_is_gone_is_dropped_and_said() throws Exception {
        office.send("shoes:shoes-gone:ana", "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("DROPPED 1");
        assertThat(office.receipts.all().getLast().getReason()).contains("account-unknown");
        assertThat(office.told()).containsExactly("account-unknown");
    }

    @Test
    void what_staff_have_sent_is_recorded_and_not_sent() throws Exception {
        office.route(office.entry(ANA, "h1", "from the phone")
                .setAttributes(Office.staff("wamid-9"))
                .build());
        office.handle();

        assertThat(office.sender.delivered).isEmpty();
        assertThat(office.receipts.states()).containsExactly("SENT 1");
        assertThat(office.receipts.all().getLast().getProviderId()).contains("wamid-9");
    }

    @Test
    void the_same_entry_routed_again_is_not_sent_again() throws Exception {
        office.send(ANA, "t1.1", "one");
        office.routeAt(office.entry(ANA, "t1.1", "one").build(), 0);
        office.handle();

        assertThat(office.sender.delivered).containsExactly("ana one");
        assertThat(office.count("parley.duplicates", "where", "delivery")).isOne();
    }

    @Test
    void an_entry_routed_again_hours_later_to_another_process_is_not_sent_again() throws Exception {
        var entry = office.entry(ANA, "t1.1", "one").build();
        office.route(entry);
        office.handle();
        office.clock.pass(Duration.ofHours(3));
        var other = office.another();

        other.routeAt(entry, 0);
        other.handle();

        assertThat(office.sender.delivered).containsExactly("ana one");
    }

    @Test
    void taken_back_before_anything_has_left_is_dropped() throws Exception {
        office.route(office.entry(ANA, "t1.1", "one\ntwo").build());
        office.route(office.entry(ANA, "t1.2", "three").build());
        office.retract(ANA, "t1.1", "t1.2");

        for (int i = 0; i < 3; i++) {
            assertThat(office.handle()).isEqualTo(FINISHED);
        }

        assertThat(office.sender.delivered).isEmpty();
        assertThat(office.receipts.states()).containsExactly("DROPPED 1", "DROPPED 2", "DROPPED 1");
        assertThat(office.receipts.all().getLast().getReason()).contains("cancelled");
    }

    @Test
    void taken_back_while_it_waits_is_dropped() throws Exception {
        office.sender.answer(later(Scope.CLIENT));
        office.lane.meanwhile(until -> {
            if (office.lane.waiting.isEmpty()) {
                office.retract(ANA, "t1.1");
            }
        });

        office.send(ANA, "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "LATER 1", "DROPPED 1");
    }

    @Test
    void taken_back_too_late_is_sent_whole() throws Exception {
        office.send(ANA, "t1.1", "one");
        office.route(office.entry(ANA, "t1.2", "two").build());
        office.retract(ANA, "t1.1", "t1.2");

        office.handle();

        assertThat(office.sender.delivered).containsExactly("ana one", "ana two");
    }

    @Test
    void limits_are_kept() throws Exception {
        office.sender.limits = List.of(
                new Limit(Scope.ACCOUNT, 2, Duration.ofSeconds(1), 2),
                new Limit(Scope.CLIENT, 1, Duration.ofSeconds(6), 3));
        var begun = office.clock.instant();

        office.send(ANA, "t1.1", "1\n2\n3");
        assertThat(Duration.between(begun, office.clock.instant())).isBetween(millis(490), millis(600));

        office.send(BOB, "t2.1", "1");
        assertThat(Duration.between(begun, office.clock.instant())).isBetween(millis(900), millis(1200));

        office.send(ANA, "t3.1", "4");
        assertThat(Duration.between(begun, office.clock.instant())).isBetween(millis(5_900), millis(6_300));
    }

    @Test
    void a_cancelled_lane_stops_before_the_next_call() throws Exception {
        office.lane.cancel(Cancellation.REVOKED);

        assertThat(office.send(ANA, "t1.1", "one")).isInstanceOf(Ending.Retry.class);

        assertThat(office.sender.delivered).isEmpty();
    }

    // ---- after a crash

    @Test
    void what_was_sent_before_the_crash_is_not_sent_again() throws Exception {
        crashAfter(office, "t1.1", "one\ntwo", 2);
        var other = office.another();

        other.send(ANA, "t1.1", "one\ntwo");

        assertThat(office.sender.delivered).containsExactly("ana one", "ana two", "ana two");
        assertThat(office.receipts.states())
                .containsExactly("SENDING 1", "SENT 1", "SENDING 2", "UNKNOWN 2", "SENDING 2 again", "SENT 2 again");
    }

    @Test
    void a_call_of_the_former_owner_that_ends_in_time_is_no_doubt() throws Exception {
        crashAfter(office, "t1.1", "one", 1);
        var other = office.another();
        other.lane.meanwhile(until -> report(other));

        other.send(ANA, "t1.1", "one");

        assertThat(office.sender.delivered).containsExactly("ana one");
        assertThat(office.receipts.states()).containsExactly("SENDING 1", "DELIVERED 1", "SENT 1");
    }

    @Test
    void a_crash_between_a_deferral_and_the_next_call_leaves_no_doubt() throws Exception {
        office.sender.answer(later(Scope.CLIENT));
        office.lane.meanwhile(until -> office.lane.cancel(Cancellation.SHUTDOWN));
        office.send(ANA, "t1.1", "one");

        office.another().send(ANA, "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "LATER 1", "SENDING 1", "SENT 1");
    }

    @Test
    void a_crash_after_the_doubt_was_recorded_sends_once_more_and_a_second_one_does_not() throws Exception {
        office.sender.answer(new Outcome.Unknown("no answer"));
        office.lane.meanwhile(until -> {});
        office.sender.answers.add((piece, to) -> {
            throw new InterruptedException("killed");
        });
        assertThat(catchKill(office, "t1.1", "one")).isTrue();

        office.another().send(ANA, "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "UNKNOWN 1", "SENDING 1 again", "UNKNOWN 1");
    }

    // ---- fences

    @Test
    void a_paused_owner_finds_the_fence_and_stays_silent() throws Exception {
        office.send(BOB, "t0.1", "zero");
        var paused = office.tenure();
        office.receipts.pause(paused);
        var other = office.another();
        other.send(ANA, "t1.1", "one");

        office.route(office.entry(ANA, "t1.1", "one").build());
        var sending = paused.announce(sending(office, paused), Optional.empty());
        office.receipts.resume(paused);

        assertThat(sending).isCompletedWithValue(false);
        assertThat(office.handle()).isInstanceOf(Ending.Retry.class);
        assertThat(office.sender.delivered).containsExactly("bob zero", "ana one");
    }

    @Test
    void who_was_paused_between_announcement_and_call_announces_again_and_finds_the_fence() throws Exception {
        office.send(BOB, "t0.1", "zero");
        var other = office.another();
        var tenure = new Tenure(PigeonPost.KIND, 3, "slow", slow(office.receipts, () -> {
            other.tenure();
            office.clock.pass(Duration.ofMinutes(1));
        }));
        tenure.taken(office.receipts
                .append(3, taken("slow", office), Optional.empty())
                .join());
        tenure.cover(office.clock.instant()).join();
        office.route(office.entry(ANA, "t1.1", "one").build());

        var record = office.lane.take();
        var ending = new Dispatch(
                        office.station,
                        new Delivery(
                                office.station,
                                office.lane,
                                record,
                                (AgentReply) record.value().getPayload(),
                                tenure))
                .run();

        assertThat(ending).isInstanceOf(Ending.Retry.class);
        assertThat(office.sender.delivered).containsExactly("bob zero");
    }

    @Test
    void a_fence_that_came_late_does_not_stop_the_owner_for_ever() throws Exception {
        office.send(BOB, "t0.1", "zero");
        office.receipts.append(3, taken("late", office), Optional.empty()).join();

        assertThat(office.send(ANA, "t1.1", "one")).isInstanceOf(Ending.Retry.class);
        office.clock.pass(Tenures.FENCED.plusSeconds(1));
        assertThat(office.send(ANA, "t1.1", "one")).isEqualTo(FINISHED);

        assertThat(office.sender.delivered).containsExactly("bob zero", "ana one");
    }

    @Test
    void what_a_fenced_owner_has_announced_is_no_doubt_for_the_next() throws Exception {
        office.tenure();
        office.another().tenure();
        office.receipts
                .append(3, sending(office, office.tenure()), Optional.empty())
                .join();

        office.another().send(ANA, "t1.1", "one");

        assertThat(office.receipts.states()).containsExactly("SENDING 1", "SENDING 1", "SENT 1");
    }

    // ---- what the tests are made of

    private static void crashAfter(Office office, String replyId, String content, int piece) throws Exception {
        office.sender.otherwise = (sent, to) -> {
            var outcome = office.sender.deliver(sent, to);
            if (sent.number() == piece) {
                throw new InterruptedException("killed");
            }
            return outcome;
        };
        assertThat(catchKill(office, replyId, content)).isTrue();
        office.sender.otherwise = office.sender::deliver;
    }

    private static boolean catchKill(Office office, String replyId, String content) {
        try {
            office.send(ANA, replyId, content);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void report(Office office) {
        var _ = office.receipts.append(
                3,
                DeliveryReceipt.newBuilder(sending(office, office.tenure()))
                        .setState(DeliveryState.DELIVERED)
                        .setEpoch("")
                        .setProviderId("wamid-7")
                        .build(),
                Optional.empty());
        office.lane.meanwhile(until -> {});
    }

    private static DeliveryReceipt sending(Office office, Tenure tenure) {
        return receipt(office, tenure.epoch(), DeliveryState.SENDING)
                .setClientId(ANA)
                .setReplyId("t1.1")
                .build();
    }

    private static DeliveryReceipt taken(String epoch, Office office) {
        return receipt(office, epoch, DeliveryState.TAKEN)
                .setClientId("-:pigeon:3")
                .build();
    }

    private static DeliveryReceipt.Builder receipt(Office office, String epoch, DeliveryState state) {
        return DeliveryReceipt.newBuilder()
                .setTenant("shoes")
                .setChannel(PigeonPost.KIND)
                .setChannelAccount("shoes-pigeon")
                .setState(state)
                .setEpoch(epoch)
                .setAt(office.clock.instant());
    }

    /// A log in which something happens between the first announcement and its being read back.
    private static ReceiptLog slow(ReceiptsInMemory receipts, Runnable between) {
        return new ReceiptLog() {
            private boolean happened;

            @Override
            public CompletableFuture<Long> append(int partition, DeliveryReceipt receipt, Optional<String> trace) {
                var appended = receipts.append(partition, receipt, trace);
                if (!happened) {
                    happened = true;
                    between.run();
                }
                return appended;
            }

            @Override
            public void follow(Tenure tenure, Instant from) {
                receipts.follow(tenure, from);
            }

            @Override
            public void leave(Tenure tenure) {
                receipts.leave(tenure);
            }
        };
    }

    private static Piece plain(Piece piece) {
        return piece.as("say", piece.body().deepCopy().put("text", "plain"));
    }

    private static Outcome later(Scope scope) {
        return new Outcome.Later(Duration.ofSeconds(3), scope, "429");
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
