package io.parley.campaign;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/// A TCP relay before a WebSocket node that can change the text frames on their way to the client (RFC 6455, section
/// 5.2; frames of a server are not masked).
final class MutatingRelay implements AutoCloseable {

    /// Made for each connection: a text frame's payload → what is sent instead of it.
    interface Mutation extends Function<String, List<String>> {}

    private static final int TEXT = 0x81;

    private final ServerSocket listener;
    private final URI target;
    private final Function<Integer, Mutation> mutations;

    /// @param mutations number of the connection → what happens to its frames
    MutatingRelay(URI target, Function<Integer, Mutation> mutations) throws IOException {
        this.target = target;
        this.mutations = mutations;
        listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI sockets() {
        return URI.create("ws://localhost:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            for (int number = 0; ; number++) {
                var client = listener.accept();
                var mutation = mutations.apply(number);
                Thread.ofVirtual().start(() -> relay(client, mutation));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void relay(Socket client, Mutation mutation) {
        try (client;
                var server = new Socket(target.getHost(), target.getPort())) {
            Thread.ofVirtual().start(() -> copy(client, server));
            var in = new DataInputStream(server.getInputStream());
            var out = client.getOutputStream();
            answer(in, out);
            while (true) {
                frame(in, out, mutation);
            }
        } catch (IOException e) {
            // one side has gone, the other follows
        }
    }

    private static void copy(Socket client, Socket server) {
        try (server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // one side has gone, the other follows
        }
    }

    private static void answer(InputStream in, OutputStream out) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("gone");
            }
            head.append((char) next);
        }
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void frame(DataInputStream in, OutputStream out, Mutation mutation) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte() & 0x7f;
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        var payload = in.readNBytes(Math.toIntExact(length));
        if (first != TEXT) {
            write(out, first, payload);
            return;
        }
        for (var text : mutation.apply(new String(payload, StandardCharsets.UTF_8))) {
            write(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void write(OutputStream out, int first, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
