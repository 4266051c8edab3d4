package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.bench.load.Dialect.Sign;
import org.junit.jupiter.api.Test;

class DialectTest {

    @Test
    void parleys_frames_are_told_apart_by_their_type() {
        assertThat(Dialect.PARLEY.read("{\"type\":\"connected\",\"timestamp\":\"t\"}"))
                .isEqualTo(Sign.GREETING);
        assertThat(Dialect.PARLEY.read("{\"type\":\"resumed\",\"position\":null}"))
                .isEqualTo(Sign.LIVE);
        assertThat(Dialect.PARLEY.read("{\"type\":\"message\",\"content\":\"#1 @2 x\"}"))
                .isEqualTo(Sign.ENTRY);
    }

    @Test
    void socket_io_is_answered_as_its_protocol_asks() {
        assertThat(Dialect.SOCKET_IO.reply("0{\"sid\":\"a\"}")).isEqualTo("40");
        assertThat(Dialect.SOCKET_IO.reply("2")).isEqualTo("3");
        assertThat(Dialect.SOCKET_IO.reply("42[\"pong\",{}]")).isNull();
        assertThat(Dialect.SOCKET_IO.read("40{\"sid\":\"a\"}")).isEqualTo(Sign.WELCOME);
    }

    @Test
    void fields_are_found_and_absent_ones_are_not() {
        var frame = "{\"type\":\"draining\",\"reconnect_after_ms\":1250,\"position\":null}";

        assertThat(Dialect.number(frame, "reconnect_after_ms")).contains(1250L);
        assertThat(Dialect.field(frame, "position")).isEmpty();
    }

    @Test
    void an_entrys_words_are_read_back() {
        var words = new Words(12, 3_456);

        assertThat(words.text(50)).hasSize(50);
        assertThat(Words.in("{\"type\":\"message\",\"content\":\"" + words.text(50) + "\"}"))
                .contains(words);
        assertThat(Words.in("{\"type\":\"message\",\"content\":\"hola\"}")).isEmpty();
    }
}
