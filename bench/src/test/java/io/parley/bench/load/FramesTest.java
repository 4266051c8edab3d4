package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
    void a_frame_of_any_length_is_taken_whole(int length) {
        var input = serverText("x".repeat(length));

        var frame = Objects.requireNonNull(Frames.read(input));

        assertThat(frame.opcode()).isEqualTo(Frames.TEXT);
        assertThat(frame.text()).hasSize(length);
        assertThat(input.remaining()).isZero();
    }

    @Test
    void nothing_is_taken_of_a_frame_that_is_not_there_in_full() {
        var whole = serverText("x".repeat(200)).array();

        for (int length = 0; length < whole.length; length++) {
            var part = ByteBuffer.wrap(Arrays.copyOf(whole, length));
            assertThat(Frames.read(part)).isNull();
            assertThat(part.position()).isZero();
        }
    }

    @Test
    void a_client_masks_what_it_says() {
        var frame = Frames.text("hola");

        assertThat(frame.get(0)).isEqualTo((byte) 0x81);
        assertThat(frame.get(1)).isEqualTo((byte) (0x80 | 4));
        var said = new byte[4];
        for (int i = 0; i < 4; i++) {
            said[i] = (byte) (frame.get(6 + i) ^ frame.get(2 + i));
        }
        assertThat(new String(said, StandardCharsets.UTF_8)).isEqualTo("hola");
    }

    private static ByteBuffer serverText(String text) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(payload.length + 10).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        return ByteBuffer.wrap(Arrays.copyOf(frame.array(), frame.limit()));
    }
}
