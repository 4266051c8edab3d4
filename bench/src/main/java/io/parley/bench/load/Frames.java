package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// A client's frames: https://www.rfc-editor.org/rfc/rfc6455#section-5.2
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int NO_STATUS = 1005;

    /// A server's frame.
    record Frame(int opcode, boolean last, ByteBuffer payload) {

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        byte[] bytes() {
            var bytes = new byte[payload.remaining()];
            payload.duplicate().get(bytes);
            return bytes;
        }

        int closeCode() {
            return payload.remaining() < 2 ? NO_STATUS : payload.getShort(0) & 0xffff;
        }
    }

    private Frames() {}

    static ByteBuffer text(String text) {
        return masked(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer pong(byte[] payload) {
        return masked(PONG, payload);
    }

    static ByteBuffer close(int code) {
        return masked(
                CLOSE,
                code == NO_STATUS
                        ? new byte[0]
                        : ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /// The head of a text frame, without its payload.
    static ByteBuffer beginning(int length) {
        return head(TEXT, length, 0).putInt(0).flip();
    }

    private static ByteBuffer masked(int opcode, byte[] payload) {
        int mask = ThreadLocalRandom.current().nextInt();
        var frame = head(opcode, payload.length, payload.length).putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
        }
        return frame.flip();
    }

    private static ByteBuffer head(int opcode, int length, int room) {
        var frame = ByteBuffer.allocate(8 + room).put((byte) (FINAL | opcode));
        return length < TWO_BYTES
                ? frame.put((byte) (MASKED | length))
                : frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
    }

    /// Takes the next frame.
    ///
    /// @return null, and nothing taken, where it is not there in full
    static @Nullable Frame read(ByteBuffer input) {
        int start = input.position();
        if (input.remaining() < 2) {
            return null;
        }
        int first = input.get();
        long length = length(input, input.get() & 0x7f);
        if (length < 0 || input.remaining() < length) {
            input.position(start);
            return null;
        }
        var payload = new byte[(int) length];
        input.get(payload);
        return new Frame(first & 0x0f, (first & FINAL) != 0, ByteBuffer.wrap(payload));
    }

    private static long length(ByteBuffer input, int stated) {
        if (stated == TWO_BYTES) {
            return input.remaining() < Short.BYTES ? -1 : input.getShort() & 0xffff;
        }
        if (stated == EIGHT_BYTES) {
            return input.remaining() < Long.BYTES ? -1 : input.getLong();
        }
        return stated;
    }
}
