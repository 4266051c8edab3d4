package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.PING;
import static io.parley.ingress.ws.WireFrames.PONG;
import static io.parley.ingress.ws.WireFrames.begin;
import static io.parley.ingress.ws.WireFrames.chopped;
import static io.parley.ingress.ws.WireFrames.fragments;
import static io.parley.ingress.ws.WireFrames.frame;
import static io.parley.ingress.ws.WireFrames.join;
import static io.parley.ingress.ws.WireFrames.last;
import static io.parley.ingress.ws.WireFrames.message;
import static io.parley.ingress.ws.WireFrames.more;
import static io.parley.ingress.ws.WireFrames.ping;
import static io.parley.ingress.ws.WireFrames.text;
import static io.parley.ingress.ws.WireFrames.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Section 5 of the Autobahn suite: fragmentation. Each case in one write, frame by frame and octet by octet where the
/// suite has them so.
class ConformanceFragmentsIT {

    private static final byte[] ORPHAN = utf8("non-continuation payload");

    private final Node node = Node.shared();

    @ParameterizedTest
    @MethodSource({"controls", "pairs", "orphans", "mixtures"})
    void fragments_make_one_message_or_an_error(WireCase wireCase) throws Exception {
        wireCase.check(node);
    }

    static Stream<WireCase> controls() {
        return Stream.of(
                WireCase.of(
                        "5.1 a ping in two fragments",
                        List.of(frame(PING, utf8("fragment1")), last(utf8("fragment2"))),
                        "CLOSE 1002"),
                WireCase.of(
                        "5.2 a pong in two fragments",
                        List.of(frame(PONG, utf8("fragment1")), last(utf8("fragment2"))),
                        "CLOSE 1002"));
    }

    static Stream<WireCase> pairs() {
        var two = fragments(utf8(message("two")), 12).toArray(byte[][]::new);
        var withPing = new byte[][] {two[0], ping("in between"), two[1]};
        return Stream.of(
                WireCase.of("5.3 a text in two fragments", List.of(join(two)), "accepted two"),
                WireCase.of("5.4 a text in two fragments, frame by frame", List.of(two), "accepted two"),
                WireCase.of("5.5 a text in two fragments, octet by octet", chopped(1, two), "accepted two"),
                WireCase.of(
                        "5.6 a ping between two fragments", List.of(join(withPing)), "PONG in between", "accepted two"),
                WireCase.of(
                        "5.7 a ping between two fragments, frame by frame",
                        List.of(withPing),
                        "PONG in between",
                        "accepted two"),
                WireCase.of(
                        "5.8 a ping between two fragments, octet by octet",
                        chopped(1, withPing),
                        "PONG in between",
                        "accepted two"));
    }

    static Stream<WireCase> orphans() {
        var cases = new ArrayList<WireCase>();
        orphan(9, "last", last(ORPHAN), cases);
        orphan(12, "further", more(ORPHAN), cases);
        return cases.stream();
    }

    private static void orphan(int number, String which, byte[] orphan, List<WireCase> cases) {
        var name = "5.%d a " + which + " fragment of nothing, then a text, %s";
        var after = text(JSON_PING);
        cases.add(WireCase.of(name.formatted(number, "in one write"), List.of(join(orphan, after)), "CLOSE 1002"));
        cases.add(WireCase.of(name.formatted(number + 1, "frame by frame"), List.of(orphan, after), "CLOSE 1002"));
        cases.add(WireCase.of(name.formatted(number + 2, "octet by octet"), chopped(1, orphan, after), "CLOSE 1002"));
    }

    static Stream<WireCase> mixtures() {
        var ping = fragments(utf8(JSON_PING), 8);
        var five = fragments(utf8(message("five")), 5);
        var withPings =
                List.of(five.get(0), five.get(1), ping("one"), five.get(2), five.get(3), ping("two"), five.get(4));
        return Stream.of(
                WireCase.of(
                        "5.15 a text in two fragments, a fragment of nothing, a text",
                        List.of(ping.get(0), ping.get(1), more(ORPHAN), text(JSON_PING)),
                        "pong",
                        "CLOSE 1002"),
                WireCase.of(
                        "5.16 a further fragment of nothing before a text in two fragments, twice",
                        List.of(more(ORPHAN), ping.get(0), ping.get(1), more(ORPHAN), ping.get(0), ping.get(1)),
                        "CLOSE 1002"),
                WireCase.of(
                        "5.17 a last fragment of nothing before a text in two fragments, twice",
                        List.of(last(ORPHAN), ping.get(0), ping.get(1), last(ORPHAN), ping.get(0), ping.get(1)),
                        "CLOSE 1002"),
                WireCase.of(
                        "5.18 a text in two fragments that both say text",
                        List.of(begin(utf8("fragment1")), text("fragment2")),
                        "CLOSE 1002"),
                WireCase.of(
                        "5.19 a text in five fragments with two pings in between, frame by frame",
                        withPings,
                        "PONG one",
                        "PONG two",
                        "accepted five"),
                WireCase.of(
                        "5.20 a text in five fragments with two pings in between, in one write",
                        List.of(join(withPings.toArray(byte[][]::new))),
                        "PONG one",
                        "PONG two",
                        "accepted five"));
    }
}
