package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.BINARY;
import static io.parley.ingress.ws.WireFrames.TEXT;
import static io.parley.ingress.ws.WireFrames.binary;
import static io.parley.ingress.ws.WireFrames.chopped;
import static io.parley.ingress.ws.WireFrames.fragments;
import static io.parley.ingress.ws.WireFrames.frame;
import static io.parley.ingress.ws.WireFrames.message;
import static io.parley.ingress.ws.WireFrames.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sections 9.1 to 9.6 of the Autobahn suite, up to our limit of 64 KB instead of its 16 MB, and beyond it.
class ConformanceLimitsIT {

    private static final int LIMIT = 65_536;

    private final Node node = Node.shared();

    @ParameterizedTest
    @MethodSource({"wholeFrames", "fragmented", "inPieces", "beyond"})
    void a_message_may_have_64_kilobytes(WireCase wireCase) throws Exception {
        wireCase.check(node);
    }

    static Stream<WireCase> wholeFrames() {
        return numbered(
                List.of(64, 1024, 4096, 16_384, 32_768, LIMIT),
                (number, size) -> Stream.of(
                        WireCase.of(
                                "9.1.%d a text of %d octets".formatted(number, size),
                                List.of(text(message("text", size))),
                                "accepted text"),
                        WireCase.of(
                                "9.2.%d a binary message of %d octets".formatted(number, size),
                                List.of(binary(new byte[size])),
                                "error INVALID_FRAME")));
    }

    static Stream<WireCase> fragmented() {
        return numbered(
                List.of(64, 256, 1024, 4096, 16_384, 32_768, LIMIT),
                (number, size) -> Stream.of(
                        WireCase.of(
                                "9.3.%d the largest text in fragments of %d octets".formatted(number, size),
                                fragments(message("text", LIMIT), size),
                                "accepted text"),
                        WireCase.of(
                                "9.4.%d the largest binary message in fragments of %d octets".formatted(number, size),
                                fragments(BINARY, new byte[LIMIT], size),
                                "error INVALID_FRAME")));
    }

    static Stream<WireCase> inPieces() {
        return numbered(
                List.of(64, 128, 256, 512, 1024, 2048),
                (number, size) -> Stream.of(
                        WireCase.of(
                                "9.5.%d the largest text, written in pieces of %d octets".formatted(number, size),
                                chopped(size, text(message("text", LIMIT))),
                                "accepted text"),
                        WireCase.of(
                                "9.6.%d the largest binary message, written in pieces of %d octets"
                                        .formatted(number, size),
                                chopped(size, binary(new byte[LIMIT])),
                                "error INVALID_FRAME")));
    }

    static Stream<WireCase> beyond() {
        return Stream.of(
                WireCase.of(
                        "9.1 one octet too many in one frame", List.of(text(message("text", LIMIT + 1))), "CLOSE 1009"),
                WireCase.of("9.2 one octet too many, binary", List.of(binary(new byte[LIMIT + 1])), "CLOSE 1009"),
                WireCase.of(
                        "9.3 one octet too many, in fragments of 4096",
                        fragments(message("text", LIMIT + 1), 4096),
                        "CLOSE 1009"),
                WireCase.of(
                        "9.4 one octet too many, binary in fragments of 4096",
                        fragments(BINARY, new byte[LIMIT + 1], 4096),
                        "CLOSE 1009"),
                WireCase.of(
                        "9.5 a frame that announces a gigabyte, at the first octet beyond the limit",
                        List.of(frame(0x80 | TEXT, 1L << 30, new byte[LIMIT + 1])),
                        "CLOSE 1009"),
                WireCase.of(
                        "9.6 a binary frame that announces the most there is",
                        List.of(frame(0x80 | BINARY, Long.MAX_VALUE, new byte[16])),
                        "CLOSE 1009"),
                WireCase.of("9.4 fragments without end", endless(), "CLOSE 1009"));
    }

    private static List<byte[]> endless() {
        var frames = new ArrayList<byte[]>();
        for (int i = 0; i < 20; i++) {
            frames.add(frame(i == 0 ? TEXT : 0, new byte[4096]));
        }
        return frames;
    }

    private interface Cases {

        Stream<WireCase> of(int number, int size);
    }

    private static Stream<WireCase> numbered(List<Integer> sizes, Cases cases) {
        return IntStream.range(0, sizes.size()).boxed().flatMap(i -> cases.of(i + 1, sizes.get(i)));
    }
}
