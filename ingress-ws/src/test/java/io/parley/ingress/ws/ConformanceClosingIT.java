package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.begin;
import static io.parley.ingress.ws.WireFrames.close;
import static io.parley.ingress.ws.WireFrames.fragments;
import static io.parley.ingress.ws.WireFrames.hex;
import static io.parley.ingress.ws.WireFrames.join;
import static io.parley.ingress.ws.WireFrames.last;
import static io.parley.ingress.ws.WireFrames.ping;
import static io.parley.ingress.ws.WireFrames.text;
import static io.parley.ingress.ws.WireFrames.utf8;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Section 7 of the Autobahn suite: how a socket ends.
class ConformanceClosingIT {

    private final Node node = Node.shared();

    @ParameterizedTest
    @MethodSource({"orders", "payloads", "validCodes", "invalidCodes"})
    void a_close_is_answered_and_nothing_comes_after_it(WireCase wireCase) throws Exception {
        wireCase.check(node);
    }

    static Stream<WireCase> orders() {
        var bye = close(1000, "");
        var halves = fragments(utf8(JSON_PING), 8);
        var large = utf8("{\"type\":\"ping\"" + " ".repeat(65_520) + "}");
        return Stream.of(
                WireCase.of("7.1.1 a text, then a close", List.of(text(JSON_PING), bye), "pong", "CLOSE 1000"),
                WireCase.of("7.1.2 two closes", List.of(bye, bye), "CLOSE 1000"),
                WireCase.of("7.1.3 a ping after the close", List.of(bye, ping("late")), "CLOSE 1000"),
                WireCase.of("7.1.4 a text after the close", List.of(bye, text(JSON_PING)), "CLOSE 1000"),
                WireCase.of(
                        "7.1.5 the end of a message after the close",
                        List.of(halves.get(0), bye, halves.get(1)),
                        "CLOSE 1000"),
                WireCase.of(
                        "7.1.6 the largest text, a close and a ping in one write",
                        List.of(join(text(large), bye, ping(""))),
                        "pong",
                        "CLOSE 1000"));
    }

    static Stream<WireCase> payloads() {
        return Stream.of(
                WireCase.of("7.3.1 a close without payload", List.of(close(new byte[0])), "CLOSE"),
                WireCase.of("7.3.2 a close of one octet", List.of(close(new byte[] {3})), "CLOSE 1002"),
                WireCase.of("7.3.3 a close with a code", List.of(close(1000, "")), "CLOSE 1000"),
                WireCase.of("7.3.4 a close with a reason", List.of(close(1000, "Hello World!")), "CLOSE 1000"),
                WireCase.of("7.3.5 a reason of 123 octets", List.of(close(1000, "*".repeat(123))), "CLOSE 1000"),
                WireCase.of("7.3.6 a reason of 124 octets", List.of(close(1000, "*".repeat(124))), "CLOSE 1002"),
                WireCase.of(
                        "7.5.1 a reason that is no UTF-8",
                        List.of(close(1000, join(utf8("κόσμε"), hex("eda080"), utf8("edited")))),
                        "CLOSE 1007"),
                WireCase.of(
                        "7.5.2 a close in the middle of a character of a text",
                        List.of(begin(hex("ce")), close(1000, ""), last(hex("ba"))),
                        "CLOSE 1000"));
    }

    static Stream<WireCase> validCodes() {
        var codes = List.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999);
        return IntStream.range(0, codes.size())
                .mapToObj(i -> WireCase.of(
                        "7.7.%d code %d".formatted(i + 1, codes.get(i)),
                        List.of(close(codes.get(i), "")),
                        "CLOSE " + codes.get(i)));
    }

    static Stream<WireCase> invalidCodes() {
        var codes = List.of(0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999);
        var small = IntStream.range(0, codes.size())
                .mapToObj(i -> invalid("7.9.%d code %d".formatted(i + 1, codes.get(i)), codes.get(i)));
        return Stream.concat(small, Stream.of(invalid("7.13.1 code 5000", 5000), invalid("7.13.2 code 65535", 65_535)));
    }

    private static WireCase invalid(String name, int code) {
        return WireCase.of(name, List.of(close(code, "")), "CLOSE 1002");
    }
}
