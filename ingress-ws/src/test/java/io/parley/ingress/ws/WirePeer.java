package io.parley.ingress.ws;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A client's end of a socket, octet by octet: it may say what no decent client says, and tells each frame that comes
/// in a few words.
///
/// A text frame is told as `pong`, `accepted <id>`, `error <code>`; a control frame as `PONG <payload>`, `PING`,
/// `CLOSE <code>`; the end of the connection as `END`, and nothing at all within the patience as `SILENCE`.
final class WirePeer implements AutoCloseable {

    static final String END = "END";
    static final String SILENCE = "SILENCE";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIN = 0x80;

    private final Socket socket;
    private final DataInputStream in;

    private WirePeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    /// Connects and says nothing yet.
    static WirePeer connect(int port) throws IOException {
        return new WirePeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /// Connects from another address of this machine.
    static WirePeer connectFrom(String address, int port) throws IOException {
        return new WirePeer(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(address), 0));
    }

    /// Connects and upgrades.
    static WirePeer open(int port, String path, String... headers) throws IOException {
        var peer = connect(port);
        peer.write(upgrade(path, headers).getBytes(StandardCharsets.US_ASCII));
        var answer = peer.head();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            peer.close();
            throw new IOException("not upgraded: " + answer.lines().findFirst().orElse("nothing"));
        }
        return peer;
    }

    /// A request for a socket; the version may be overridden by a header.
    static String upgrade(String path, String... headers) {
        var more = String.join("\r\n", headers);
        var version = more.contains("Sec-WebSocket-Version") ? "" : "Sec-WebSocket-Version: 13\r\n";
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + version
                + "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n" + more + (more.isEmpty() ? "" : "\r\n") + "\r\n";
    }

    /// Reads an answer's status line and headers.
    String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /// Writes octets at once. Whether the other side still takes them is told by what is heard.
    void write(byte[] octets) throws IOException {
        try {
            socket.getOutputStream().write(octets);
        } catch (SocketException e) {
            // closed by the other side
        }
    }

    /// The next frame in a few words; `connected` is left out.
    String hear() throws IOException {
        try {
            var told = "connected";
            while (told.equals("connected")) {
                told = tell();
            }
            return told;
        } catch (SocketTimeoutException e) {
            return SILENCE;
        } catch (EOFException | SocketException e) {
            return END;
        }
    }

    private String tell() throws IOException {
        int first = in.readUnsignedByte();
        var payload = in.readNBytes(length(in.readUnsignedByte()));
        return switch (first) {
            case FIN | WireFrames.TEXT -> words(Browser.json(new String(payload, StandardCharsets.UTF_8)));
            case FIN | WireFrames.CLOSE -> payload.length == 0 ? "CLOSE" : "CLOSE " + code(payload);
            case FIN | WireFrames.PING -> "PING";
            case FIN | WireFrames.PONG -> "PONG " + new String(payload, StandardCharsets.ISO_8859_1);
            default -> "frame 0x" + Integer.toHexString(first);
        };
    }

    private int length(int second) throws IOException {
        return switch (second) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> second;
        };
    }

    private static int code(byte[] payload) {
        return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    private static String words(JsonNode frame) {
        var type = frame.path("type").asString("");
        return switch (type) {
            case "accepted" -> type + " " + frame.path("id").asString();
            case "error" -> type + " " + frame.path("code").asString();
            default -> type;
        };
    }

    /// Whether the other side has ended the connection by now.
    boolean isCut() throws IOException {
        socket.setSoTimeout(1);
        try {
            return in.skip(Long.MAX_VALUE) == 0 && in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /// Everything up to the end of the connection.
    String hearOctets() throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
