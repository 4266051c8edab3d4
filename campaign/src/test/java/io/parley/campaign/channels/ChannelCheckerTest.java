package io.parley.campaign.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.check.Violation;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A ledger that is in order is green, and each thing that can go wrong turns the law against it red.
class ChannelCheckerTest {

    private static final String CLIENT = "alpha:alpha-telegram:7001";

    @Test
    void two_answers_that_arrive_in_order_are_green() {
        assertThat(violated(lines -> lines)).isEmpty();
    }

    @Test
    void a_message_that_never_reached_the_log() {
        assertThat(violated(lines -> without(lines, Line.Incoming.class, 1))).contains("K1 kept once");
    }

    @Test
    void a_message_answered_by_two_turns() {
        assertThat(violated(lines -> with(lines, turn("t2", 1)))).contains("K2 one ending");
    }

    @Test
    void a_reply_that_counts_as_sent_and_did_not_arrive() {
        assertThat(violated(lines -> without(lines, Line.ProviderCall.class, 2)))
                .containsExactly("K3 arrived once");
    }

    @Test
    void a_reply_that_nobody_tried_to_send() {
        assertThat(violated(lines -> without(
                        without(without(lines, Line.ProviderCall.class, 2), Line.Receipt.class, 4),
                        Line.Receipt.class,
                        3)))
                .containsExactly("K3 arrived once");
    }

    @Test
    void a_reply_that_arrived_twice() {
        assertThat(violated(lines -> with(lines, arrived(9, 2)))).containsExactly("K3 arrived once");
    }

    @Test
    void a_reply_that_arrived_twice_and_is_on_record_as_doubtful_is_honest() {
        assertThat(violated(lines -> with(with(lines, arrived(9, 2)), receipt(9, 2, "UNKNOWN"))))
                .isEmpty();
    }

    @Test
    void a_reply_that_was_refused_is_honest() {
        assertThat(violated(lines -> with(
                        without(without(lines, Line.ProviderCall.class, 2), Line.Receipt.class, 4),
                        receipt(9, 2, "REFUSED"))))
                .isEmpty();
    }

    @Test
    void an_answer_to_somebody_on_web_chat_is_judged_by_others() {
        assertThat(violated(lines -> with(
                        lines,
                        new Line.Entry(
                                0,
                                99,
                                10,
                                "alpha:alpha-web:g.ana",
                                "AGENT",
                                "REPLY",
                                "rw",
                                "t",
                                List.of("m-9"),
                                List.of(),
                                "hello"))))
                .isEmpty();
    }

    @Test
    void a_newer_reply_that_arrived_first() {
        assertThat(violated(lines -> lines.stream()
                        .map(line ->
                                line instanceof Line.ProviderCall call ? arrived(10 - call.n(), number(call)) : line)
                        .toList()))
                .containsExactly("K4 in order");
    }

    @Test
    void another_persons_words() {
        assertThat(violated(lines -> with(
                        lines,
                        new Line.ProviderCall(
                                11, 5, "alpha-telegram", "7002", "sendMessage", "refused", 403, false, canary(1)))))
                .containsExactly("K5 no foreign words");
    }

    @Test
    void eleven_answers_429_within_a_minute() {
        assertThat(violated(lines -> throttled(lines, 5_000))).containsExactly("K6 within limits");
        assertThat(violated(lines -> throttled(lines, 7_000))).isEmpty();
    }

    private static List<String> violated(UnaryOperator<List<Line>> change) {
        return ChannelChecker.check(new Recorded(change.apply(ledger()))).violations().stream()
                .map(Violation::law)
                .distinct()
                .toList();
    }

    private static List<Line> ledger() {
        var lines = new ArrayList<Line>();
        for (int i = 1; i <= 2; i++) {
            lines.add(new Line.Written(new Stamp(i, i, i), "alpha-telegram", "7001", canary(i)));
            lines.add(new Line.Incoming(0, i, i, CLIENT, "MESSAGE", "m-" + i, "e" + i, "hello " + canary(i)));
            lines.add(turn("t" + (i + 10), i));
            lines.add(new Line.Entry(
                    0, 10 + i, 10, CLIENT, "AGENT", "REPLY", "r" + i, "t", List.of("m-" + i), List.of(), canary(i)));
            lines.add(receipt(2L * i - 1, i, "SENDING"));
            lines.add(receipt(2L * i, i, "SENT"));
            lines.add(arrived(i, i));
        }
        return lines;
    }

    private static String canary(int number) {
        return "zq-m-00000000000" + number;
    }

    private static Line turn(String id, int message) {
        return new Line.Turn(0, 1, 1, CLIENT, id, List.of("m-" + message), "ANSWERED", "", 1);
    }

    private static Line receipt(long offset, int reply, String state) {
        return new Line.Receipt(0, offset, 1, CLIENT, "telegram", "r" + reply, 1, state, "e", "", false);
    }

    private static Line arrived(long n, int message) {
        return new Line.ProviderCall(
                n, 20, "alpha-telegram", "7001", "sendMessage", "delivered", 200, true, "you said " + canary(message));
    }

    private static int number(Line.ProviderCall call) {
        return call.text().charAt(call.text().length() - 1) - '0';
    }

    private static List<Line> throttled(List<Line> lines, long apart) {
        var all = new ArrayList<>(lines);
        for (int i = 0; i < 11; i++) {
            all.add(new Line.ProviderCall(
                    20 + i, i * apart, "alpha-telegram", "7001", "sendMessage", "throttled", 429, false, ""));
        }
        return all;
    }

    private static List<Line> with(List<Line> lines, Line more) {
        var all = new ArrayList<>(lines);
        all.add(more);
        return all;
    }

    /// Without the n-th line of a type.
    private static List<Line> without(List<Line> lines, Class<? extends Line> type, int n) {
        var all = new ArrayList<Line>();
        int seen = 0;
        for (var line : lines) {
            if (!type.isInstance(line) || ++seen != n) {
                all.add(line);
            }
        }
        return all;
    }
}
