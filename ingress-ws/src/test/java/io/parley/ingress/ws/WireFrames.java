package io.parley.ingress.ws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The octets of a client's frames, right ones and wrong ones (RFC 6455, 5.2).
final class WireFrames {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    /// What is answered with a `pong` at once.
    static final String JSON_PING = "{\"type\":\"ping\"}";

    private static final int FIN = 0x80;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private WireFrames() {}

    /// A whole masked frame.
    ///
    /// @param first the first octet: FIN, the reserved bits, the opcode
    static byte[] frame(int first, byte[] payload) {
        return frame(first, payload.length, payload);
    }

    /// A frame that announces a length which its payload need not have.
    static byte[] frame(int first, long length, byte[] payload) {
        var octets = ByteBuffer.allocate(14 + payload.length).put((byte) first);
        if (length >= 0 && length < 126) {
            octets.put((byte) (0x80 | length));
        } else if (length >= 0 && length < 65_536) {
            octets.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            octets.put((byte) (0x80 | 127)).putLong(length);
        }
        octets.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            octets.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }

    static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    static byte[] text(byte[] payload) {
        return frame(FIN | TEXT, payload);
    }

    static byte[] binary(byte[] payload) {
        return frame(FIN | BINARY, payload);
    }

    /// The first frame of a fragmented text.
    static byte[] begin(byte[] payload) {
        return frame(TEXT, payload);
    }

    static byte[] more(byte[] payload) {
        return frame(CONTINUATION, payload);
    }

    static byte[] last(byte[] payload) {
        return frame(FIN | CONTINUATION, payload);
    }

    static byte[] ping(String payload) {
        return frame(FIN | PING, latin1(payload));
    }

    static byte[] pong(String payload) {
        return frame(FIN | PONG, latin1(payload));
    }

    static byte[] close(int code, String reason) {
        return close(code, utf8(reason));
    }

    static byte[] close(int code, byte[] reason) {
        return frame(FIN | CLOSE, join(new byte[] {(byte) (code >> 8), (byte) code}, reason));
    }

    static byte[] close(byte[] payload) {
        return frame(FIN | CLOSE, payload);
    }

    /// A frame of ours that is answered with `accepted <id>`.
    static String message(String id) {
        return "{\"id\":\"" + id + "\",\"text\":\"x\"}";
    }

    /// The same, of so many octets.
    static byte[] message(String id, int octets) {
        return utf8(message(id) + " ".repeat(octets - utf8(message(id)).length));
    }

    /// A message with these octets in its text, whatever they are.
    static byte[] messageWith(byte[] octets) {
        return join(utf8("{\"id\":\"c1\",\"text\":\""), octets, utf8("\"}"));
    }

    /// One payload as a text in fragments of at most `size` octets.
    static List<byte[]> fragments(byte[] payload, int size) {
        return fragments(TEXT, payload, size);
    }

    static List<byte[]> fragments(int opcode, byte[] payload, int size) {
        var frames = new ArrayList<byte[]>();
        for (int from = 0; from < payload.length; from += size) {
            int to = Math.min(from + size, payload.length);
            int first = (from == 0 ? opcode : CONTINUATION) | (to == payload.length ? FIN : 0);
            frames.add(frame(first, Arrays.copyOfRange(payload, from, to)));
        }
        return frames;
    }

    /// The same octets, in pieces to be written one by one.
    static List<byte[]> chopped(int size, byte[]... octets) {
        var all = join(octets);
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < all.length; from += size) {
            pieces.add(Arrays.copyOfRange(all, from, Math.min(from + size, all.length)));
        }
        return pieces;
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
