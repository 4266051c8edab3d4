package io.parley.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One WebSocket of a client (RFC 6455) that never blocks and holds no buffer while it is idle. Used by one thread.
final class Connection {

    /// Who has the connection.
    interface Owner {

        void text(String frame);

        /// It has ended: with a close code, with the HTTP status of a refusal, or with [#LOST].
        void ended(int code);
    }

    /// No close frame came: https://www.rfc-editor.org/rfc/rfc6455#section-7.1.5
    static final int LOST = 1006;

    private static final int NORMAL = 1000;
    private static final int SLOW_FRAME = 60_000;
    private static final byte[] NOTHING = {};
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Owner owner;
    private @Nullable String request;
    private boolean upgraded;
    private boolean ended;
    private boolean probed;
    private byte[] rest = NOTHING;
    private @Nullable ByteBuffer unsent;
    private @Nullable ByteArrayOutputStream fragments;

    private Connection(SocketChannel channel, Selector selector, String request, Owner owner) throws IOException {
        this.channel = channel;
        this.request = request;
        this.owner = owner;
        this.key = channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /// Begins to connect.
    ///
    /// @param receiveBuffer bytes that the kernel keeps unread; 0 for its own choice
    static Connection open(Selector selector, String from, int port, String target, Owner owner, int receiveBuffer)
            throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            channel.connect(new InetSocketAddress(SERVER, port));
            return new Connection(channel, selector, request(target, port), owner);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The key is not looked at: what matters is that a server answers it, not how.
    private static String request(String target, int port) {
        return """
                GET %s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: cGFybGV5LXBhcmxleS1wYQ==\r
                \r
                """.formatted(target, port);
    }

    /// Does what the key is ready for.
    ///
    /// @param input where bytes may be read to meanwhile
    void ready(ByteBuffer input) {
        try {
            if (key.isValid() && key.isConnectable()) {
                connected();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable()) {
                read(input);
            }
        } catch (IOException e) {
            end(LOST);
        }
    }

    void send(String text) {
        write(Frames.text(text));
    }

    /// Says good-bye; the server ends it.
    void close() {
        write(Frames.close(NORMAL));
    }

    /// Ends it without a word; the owner hears nothing.
    void abort() {
        ended = true;
        quit();
    }

    /// From now on nothing is read, nor noticed.
    void stopReading() {
        key.cancel();
    }

    /// Notices that the server has gone by a byte of a frame that never ends, which it has to take no notice of.
    void probe() {
        write(probed ? ByteBuffer.wrap(new byte[] {'x'}) : Frames.beginning(SLOW_FRAME));
        probed = true;
    }

    private void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write(ByteBuffer.wrap(String.valueOf(request).getBytes(StandardCharsets.US_ASCII)));
        request = null;
    }

    private void write(ByteBuffer bytes) {
        try {
            if (ended) {
                return;
            }
            if (unsent != null) {
                unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining())
                        .put(unsent)
                        .put(bytes)
                        .flip();
                return;
            }
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                unsent = bytes;
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            end(LOST);
        }
    }

    private void flush() throws IOException {
        var left = unsent;
        if (left != null) {
            channel.write(left);
        }
        if (left == null || !left.hasRemaining()) {
            unsent = null;
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear().put(rest);
        int count = channel.read(input);
        input.flip();
        while (!ended && (upgraded ? frame(input) : head(input))) {
            // one after the other
        }
        rest = input.hasRemaining() ? remaining(input) : NOTHING;
        if (count < 0) {
            end(LOST);
        }
    }

    private static byte[] remaining(ByteBuffer input) {
        var bytes = new byte[input.remaining()];
        input.get(bytes);
        return bytes;
    }

    /// Takes the answer to the request for an upgrade.
    private boolean head(ByteBuffer input) {
        var text = StandardCharsets.US_ASCII.decode(input.duplicate()).toString();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        input.position(input.position() + end + 4);
        int status = Integer.parseInt(text, "HTTP/1.1 ".length(), "HTTP/1.1 101".length(), 10);
        if (status != 101) {
            end(status);
        }
        upgraded = true;
        return true;
    }

    private boolean frame(ByteBuffer input) {
        var frame = Frames.read(input);
        if (frame == null) {
            return false;
        }
        switch (frame.opcode()) {
            case Frames.TEXT, Frames.CONTINUATION -> piece(frame);
            case Frames.CLOSE -> {
                write(Frames.close(frame.closeCode()));
                end(frame.closeCode());
            }
            case Frames.PING -> write(Frames.pong(frame.bytes()));
            default -> {
                // a pong, or binary, which nobody sends here
            }
        }
        return true;
    }

    private void piece(Frames.Frame frame) {
        if (frame.last() && fragments == null) {
            owner.text(frame.text());
            return;
        }
        var pieces = fragments == null ? new ByteArrayOutputStream() : fragments;
        pieces.writeBytes(frame.bytes());
        fragments = frame.last() ? null : pieces;
        if (frame.last()) {
            owner.text(pieces.toString(StandardCharsets.UTF_8));
        }
    }

    private void end(int code) {
        if (!ended) {
            ended = true;
            quit();
            owner.ended(code);
        }
    }

    private void quit() {
        try {
            key.cancel();
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
