package io.parley.ingress.ws;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A client that asks for a socket and then reads nothing until it is told to.
final class StuckReader implements AutoCloseable {

    private static final int CLOSE_FRAME = 0x88;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    StuckReader(int port, String path) throws IOException {
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("localhost", port));
        var request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
    }

    /// Reads at last, up to the close frame.
    ///
    /// @return its code
    int readToClose() throws IOException {
        skipHeaders();
        while (true) {
            int kind = in.readUnsignedByte();
            long length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            if (kind == CLOSE_FRAME) {
                return in.readUnsignedShort();
            }
            in.skipNBytes(length);
        }
    }

    private void skipHeaders() throws IOException {
        for (int newlines = 0; newlines < 2; ) {
            int character = in.readUnsignedByte();
            if (character == '\n') {
                newlines++;
            } else if (character != '\r') {
                newlines = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
