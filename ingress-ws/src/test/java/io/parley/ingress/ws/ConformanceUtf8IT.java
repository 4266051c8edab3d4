package io.parley.ingress.ws;

import static io.parley.ingress.ws.WireFrames.begin;
import static io.parley.ingress.ws.WireFrames.chopped;
import static io.parley.ingress.ws.WireFrames.fragments;
import static io.parley.ingress.ws.WireFrames.frame;
import static io.parley.ingress.ws.WireFrames.hex;
import static io.parley.ingress.ws.WireFrames.join;
import static io.parley.ingress.ws.WireFrames.last;
import static io.parley.ingress.ws.WireFrames.message;
import static io.parley.ingress.ws.WireFrames.messageWith;
import static io.parley.ingress.ws.WireFrames.more;
import static io.parley.ingress.ws.WireFrames.text;
import static io.parley.ingress.ws.WireFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Section 6 of the Autobahn suite: texts are UTF-8, and what is not is refused with 1007 at the first wrong octet.
class ConformanceUtf8IT {

    private static final String GERMAN = "Hello-µ@ßöäüàá-UTF-8!!";
    private static final String GREEK = "κόσμε";
    private static final int FIRST_OF_A_TEXT = 0x81;

    private final Installed installed = Installed.shared();
    private final Node node = Node.shared();

    @ParameterizedTest
    @MethodSource({"emptyFragments", "validTexts", "invalidTexts", "failFast", "sequences"})
    void a_text_is_utf_8(WireCase wireCase) throws Exception {
        wireCase.check(node);
    }

    static Stream<WireCase> emptyFragments() {
        var none = new byte[0];
        return Stream.of(
                WireCase.of("6.1.1 an empty text", List.of(text(none)), "error INVALID_FRAME"),
                WireCase.of(
                        "6.1.2 three empty fragments",
                        List.of(begin(none), more(none), last(none)),
                        "error INVALID_FRAME"),
                WireCase.of(
                        "6.1.3 three fragments of which the middle one is not empty",
                        List.of(begin(none), more(utf8(message("middle"))), last(none)),
                        "accepted middle"));
    }

    static Stream<WireCase> validTexts() {
        var payload = utf8(message(GERMAN));
        int cut = utf8("{\"id\":\"Hello-µ@ßöä").length;
        return Stream.of(
                WireCase.of("6.2.1 in one frame", List.of(text(payload)), "accepted " + GERMAN),
                WireCase.of(
                        "6.2.2 in two fragments, cut between characters",
                        List.of(
                                begin(Arrays.copyOf(payload, cut)),
                                last(Arrays.copyOfRange(payload, cut, payload.length))),
                        "accepted " + GERMAN),
                WireCase.of("6.2.3 a fragment for each octet", fragments(payload, 1), "accepted " + GERMAN),
                WireCase.of(
                        "6.2.4 another text, a fragment for each octet",
                        fragments(utf8(message(GREEK)), 1),
                        "accepted " + GREEK));
    }

    static Stream<WireCase> invalidTexts() {
        var payload = messageWith(join(utf8(GREEK), hex("eda080"), utf8("edited")));
        return Stream.of(
                WireCase.of("6.3.1 a surrogate in a text of one frame", List.of(text(payload)), "CLOSE 1007"),
                WireCase.of("6.3.2 a surrogate, a fragment for each octet", fragments(payload, 1), "CLOSE 1007"));
    }

    /// The end of the message is never sent: the first wrong octet has to do.
    static Stream<WireCase> failFast() {
        var good = utf8(GREEK);
        var whole = join(good, hex("f4908080"), utf8("edited"));
        return Stream.of(
                WireCase.of(
                        "6.4.1 a code point too high, whole in the second fragment",
                        List.of(begin(good), more(hex("f4908080"))),
                        "CLOSE 1007"),
                WireCase.of(
                        "6.4.2 a code point too high, told by the first octet of the third fragment",
                        List.of(begin(join(good, hex("f4"))), more(hex("90"))),
                        "CLOSE 1007"),
                WireCase.of(
                        "6.4.3 a code point too high in the middle of a frame, written up to it",
                        List.of(head(whole, good.length), masked(whole, good.length, good.length + 4)),
                        "CLOSE 1007"),
                WireCase.of(
                        "6.4.4 a code point too high in the middle of a frame, written up to its second octet",
                        List.of(head(whole, good.length + 1), masked(whole, good.length + 1, good.length + 2)),
                        "CLOSE 1007"));
    }

    /// The beginning of a frame up to so many octets of its payload.
    private static byte[] head(byte[] payload, int octets) {
        return Arrays.copyOf(text(payload), 6 + octets);
    }

    private static byte[] masked(byte[] payload, int from, int to) {
        return Arrays.copyOfRange(text(payload), 6 + from, 6 + to);
    }

    static Stream<WireCase> sequences() {
        return Utf8Sequences.ALL.stream()
                .flatMap(sequence -> Stream.of(
                        WireCase.of(
                                sequence.name() + ", in one frame",
                                List.of(text(messageWith(sequence.octets()))),
                                answer(sequence)),
                        WireCase.of(
                                sequence.name() + ", octet by octet",
                                chopped(1, frame(FIRST_OF_A_TEXT, messageWith(sequence.octets()))),
                                answer(sequence))));
    }

    /// JSON has no bare control characters below the space; that is no matter of UTF-8.
    private static String answer(Utf8Sequences.Sequence sequence) {
        if (!sequence.isValid()) {
            return "CLOSE 1007";
        }
        return sequence.octets()[0] == 0 ? "error INVALID_FRAME" : "accepted c1";
    }

    @Test
    void every_valid_sequence_reaches_kafka_unchanged() throws Exception {
        var texts = Utf8Sequences.ALL.stream()
                .filter(sequence -> sequence.isValid() && sequence.octets()[0] != 0)
                .map(sequence -> new String(sequence.octets(), StandardCharsets.UTF_8))
                .toList();
        try (var peer = WirePeer.open(node.port(), "/ws/chat/polyglot")) {
            for (int i = 0; i < texts.size(); i++) {
                peer.write(text("{\"id\":\"%d\",\"text\":\"%s\"}".formatted(i, texts.get(i))));
            }
            for (int i = 0; i < texts.size(); i++) {
                assertThat(peer.hear()).isEqualTo("accepted " + i);
            }
        }
        await().untilAsserted(() -> assertThat(installed.incoming("shoes:shoes-web:g.polyglot"))
                .extracting(message -> message.getText().orElse(""))
                .isEqualTo(texts));
    }
}
