package io.parley.ingress.ws.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.ws.frame.ClientFrame.Bad;
import io.parley.ingress.ws.frame.ClientFrame.Cancel;
import io.parley.ingress.ws.frame.ClientFrame.GetStatus;
import io.parley.ingress.ws.frame.ClientFrame.Message;
import io.parley.ingress.ws.frame.ClientFrame.Ping;
import io.parley.ingress.ws.frame.ClientFrame.Refresh;
import io.parley.ingress.ws.frame.ClientFrame.Resume;
import io.parley.ingress.ws.frame.ClientFrame.TooLong;
import io.parley.ingress.ws.frame.ClientFrame.Typing;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameReaderTest {

    private final ClientFrameReader reader = new ClientFrameReader(() -> "given");

    @Test
    void a_message_may_come_with_or_without_type_and_id() {
        assertThat(reader.read("{\"type\":\"message\",\"id\":\"c1\",\"text\":\"hi\",\"user_name\":\"Ana\",\"new\":1}"))
                .isEqualTo(new Message("c1", "hi", Optional.of("Ana")));
        assertThat(reader.read("{\"text\":\"hi\"}")).isEqualTo(new Message("given", "hi", Optional.empty()));
        assertThat(reader.read("{\"text\":\"hi\",\"id\":7}")).isEqualTo(new Message("7", "hi", Optional.empty()));
    }

    @Test
    void signs_come_by_type_or_by_action() {
        assertThat(reader.read("{\"type\":\"typing\"}")).isEqualTo(new Typing());
        assertThat(reader.read("{\"type\":\"cancel\"}")).isEqualTo(new Cancel(Optional.empty()));
        assertThat(reader.read("{\"action\":\"ping\"}")).isEqualTo(new Ping());
        assertThat(reader.read("{\"action\":\"get_status\"}")).isEqualTo(new GetStatus());
        assertThat(reader.read("{\"type\":\"resume\",\"after\":\"i.3\"}")).isEqualTo(new Resume("i.3"));
        assertThat(reader.read("{\"type\":\"refresh\",\"token\":\"t\"}")).isEqualTo(new Refresh("t"));
    }

    @Test
    void characters_count_not_code_units() {
        assertThat(reader.read("{\"text\":\"" + "😀".repeat(8_000) + "\"}")).isInstanceOf(Message.class);
        assertThat(reader.read("{\"id\":\"c\",\"text\":\"" + "😀".repeat(8_001) + "\"}"))
                .isEqualTo(new TooLong(Optional.of("c")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "7",
                "[]",
                "{}",
                "{\"text\":\"\"}",
                "{\"text\":7}",
                "{\"text\":\"a\\u0000b\"}",
                "{\"text\":\"a\",\"id\":\"\"}",
                "{\"text\":\"a\",\"id\":\"a\\nb\"}",
                "{\"type\":\"dance\"}",
                "{\"type\":7,\"text\":\"a\"}",
                "{\"type\":\"resume\"}",
                "{\"type\":\"refresh\",\"token\":7}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"a\"} trailing",
                "{\"text\":\"a\",\"n\":" + "1234567890123456789012345678901234567890123456789012345678901234567890}"
            })
    void anything_else_is_bad(String text) {
        assertThat(reader.read(text)).isInstanceOf(Bad.class);
    }

    @Test
    void nesting_and_length_have_limits() {
        assertThat(reader.read("{\"a\":".repeat(40) + "1" + "}".repeat(40))).isInstanceOf(Bad.class);
        assertThat(reader.read("{\"text\":\"a\",\"list\":[" + "1,".repeat(3_000) + "1]}"))
                .isInstanceOf(Bad.class);
        assertThat(reader.read("{\"text\":\"" + "a".repeat(70_000) + "\"}")).isInstanceOf(Bad.class);
    }

    @Test
    void a_long_name_is_cut_between_characters_and_control_characters_vanish() {
        var frame = (Message) reader.read("{\"text\":\"a\",\"user_name\":\"" + "😀".repeat(300) + "\"}");
        assertThat(frame.userName()).contains("😀".repeat(200));
        assertThat(((Message) reader.read("{\"text\":\"a\",\"user_name\":\"A\\u0000\\nB\"}")).userName())
                .contains("A  B");
    }
}
