package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.JSON_PING;
import static io.parley.ingress.ws.WireFrames.binary;
import static io.parley.ingress.ws.WireFrames.chopped;
import static io.parley.ingress.ws.WireFrames.frame;
import static io.parley.ingress.ws.WireFrames.latin1;
import static io.parley.ingress.ws.WireFrames.message;
import static io.parley.ingress.ws.WireFrames.ping;
import static io.parley.ingress.ws.WireFrames.pong;
import static io.parley.ingress.ws.WireFrames.text;
import static io.parley.ingress.ws.WireFrames.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sections 1 to 4 of the Autobahn suite: framing, pings and pongs, reserved bits, opcodes.
class ConformanceFramingIT {

    private static final String HELLO = "Hello, world!";
    private static final String BYTES = "\0\u00ff\u00fe\u00fd\u00fc\u00fb\0\u00ff";
    private static final String LONGEST = "\u00fe".repeat(125);
    private static final int FIN = 0x80;

    private final Node node = Node.shared();

    @ParameterizedTest
    @MethodSource({"framing", "pings", "reservedBits", "opcodes", "masks"})
    void the_socket_does_as_the_protocol_says(WireCase wireCase) throws Exception {
        wireCase.check(node);
    }

    static Stream<WireCase> framing() {
        var sizes = List.of(125, 126, 127, 128, 65_535, 65_536);
        var texts = IntStream.range(0, sizes.size())
                .mapToObj(i -> WireCase.of(
                        "1.1.%d a text of %d octets".formatted(i + 2, sizes.get(i)),
                        List.of(text(message("size", sizes.get(i)))),
                        "accepted size"));
        var binaries = IntStream.range(0, sizes.size())
                .mapToObj(i -> WireCase.of(
                        "1.2.%d a binary message of %d octets is refused, the socket stays"
                                .formatted(i + 2, sizes.get(i)),
                        List.of(binary(new byte[sizes.get(i)]), text(JSON_PING)),
                        "error INVALID_FRAME",
                        "pong"));
        var others = Stream.of(
                WireCase.of("1.1.1 an empty text is no JSON", List.of(text("")), "error INVALID_FRAME"),
                WireCase.of(
                        "1.1.8 a text of 65536 octets, written in pieces of 997",
                        chopped(997, text(message("size", 65_536))),
                        "accepted size"),
                WireCase.of("1.2.1 an empty binary message", List.of(binary(new byte[0])), "error INVALID_FRAME"),
                WireCase.of(
                        "1.2.8 a binary message of 65536 octets, written in pieces of 997",
                        chopped(997, binary(new byte[65_536])),
                        "error INVALID_FRAME"));
        return Stream.of(texts, binaries, others).flatMap(cases -> cases);
    }

    static Stream<WireCase> pings() {
        var ten = IntStream.range(0, 10).mapToObj(i -> ping("payload-" + i)).toArray(byte[][]::new);
        var tenPongs = IntStream.range(0, 10).mapToObj(i -> "PONG payload-" + i).toArray(String[]::new);
        return Stream.of(
                WireCase.of("2.1 a ping without payload", List.of(ping("")), "PONG "),
                WireCase.of("2.2 a ping with text", List.of(ping(HELLO)), "PONG " + HELLO),
                WireCase.of("2.3 a ping with octets that are no UTF-8", List.of(ping(BYTES)), "PONG " + BYTES),
                WireCase.of("2.4 a ping of 125 octets", List.of(ping(LONGEST)), "PONG " + LONGEST),
                WireCase.of("2.5 a ping of 126 octets", List.of(ping(LONGEST + "x")), "CLOSE 1002"),
                WireCase.of("2.6 a ping of 125 octets, octet by octet", chopped(1, ping(LONGEST)), "PONG " + LONGEST),
                WireCase.of("2.7 a pong that nobody asked for", List.of(pong(""))),
                WireCase.of("2.8 a pong with payload that nobody asked for", List.of(pong("unsolicited"))),
                WireCase.of("2.9 a pong that nobody asked for, then a ping", List.of(pong("a"), ping("b")), "PONG b"),
                WireCase.of("2.10 ten pings", List.of(ten), tenPongs),
                WireCase.of("2.11 ten pings, octet by octet", chopped(1, ten), tenPongs));
    }

    static Stream<WireCase> reservedBits() {
        var bits = List.of(0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70);
        var withReserved = bits.stream()
                .map(bit -> frame(FIN | bit | 0x1, utf8(JSON_PING)))
                .toList();
        var alone = IntStream.range(0, bits.size())
                .mapToObj(i -> WireCase.of(
                        "3.%d reserved bits %d in a text after a good one".formatted(i + 1, i + 1),
                        List.of(text(JSON_PING), withReserved.get(i), ping("")),
                        "pong",
                        "CLOSE 1002"));
        var others = Stream.of(
                WireCase.of("3.1 reserved bits 1 in the first text", List.of(withReserved.get(0)), "CLOSE 1002"),
                WireCase.of(
                        "3.4 reserved bits 4, octet by octet",
                        chopped(1, text(JSON_PING), withReserved.get(3), ping("")),
                        "pong",
                        "CLOSE 1002"),
                WireCase.of("3.5 reserved bits 5 in a binary message", List.of(frame(0xd2, new byte[8])), "CLOSE 1002"),
                WireCase.of("3.6 reserved bits 6 in a ping", List.of(frame(0xe9, latin1(HELLO))), "CLOSE 1002"),
                WireCase.of("3.7 reserved bits 7 in a close", List.of(frame(0xf8, new byte[] {3, -24})), "CLOSE 1002"));
        return Stream.concat(alone, others);
    }

    static Stream<WireCase> opcodes() {
        var cases = new ArrayList<WireCase>();
        for (int i = 1; i <= 5; i++) {
            opcode("4.1." + i, i + 2, cases);
            opcode("4.2." + i, i + 10, cases);
        }
        return cases.stream();
    }

    private static void opcode(String number, int opcode, List<WireCase> cases) {
        cases.add(WireCase.of(
                number + " reserved opcode " + opcode, List.of(frame(FIN | opcode, new byte[0])), "CLOSE 1002"));
        cases.add(WireCase.of(
                number + " reserved opcode " + opcode + " with payload, after a text and before a ping",
                chopped(1, text(JSON_PING), frame(FIN | opcode, utf8(HELLO)), ping("")),
                "pong",
                "CLOSE 1002"));
    }

    static Stream<WireCase> masks() {
        return Stream.of(
                WireCase.of(
                        "RFC 6455 5.1 a client's frame without a mask",
                        List.of(new byte[] {(byte) 0x81, 2, '{', '}'}),
                        "CLOSE 1002"),
                WireCase.of(
                        "RFC 6455 5.2 a length with the highest bit set is too large",
                        List.of(frame(0x81, -1, new byte[0])),
                        "CLOSE 1009"));
    }
}
