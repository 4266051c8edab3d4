package io.parley.bench.load;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;

/// Greets one client, then says what it is told to say.
public final class ScriptedServer implements AutoCloseable {

    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> client = new CompletableFuture<>();

    public ScriptedServer() throws IOException {
        Thread.ofVirtual().start(this::welcome);
    }

    public int port() {
        return door.getLocalPort();
    }

    private void welcome() {
        try {
            var socket = door.accept();
            var request = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII);
            while (!request.nextLine().isEmpty()) {
                // the head goes on
            }
            socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            say(socket, "{\"type\":\"connected\"}");
            client.complete(socket);
        } catch (IOException e) {
            client.completeExceptionally(e);
        }
    }

    /// Shows the client an entry.
    public void say(Words words) {
        say("{\"type\":\"message\",\"content\":\"" + words.text(40) + "\"}");
    }

    /// Sends the client to another server, now.
    public void drain() {
        say("{\"type\":\"draining\",\"reconnect_after_ms\":0}");
    }

    private void say(String frame) {
        try {
            say(client.join(), frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param frame under 126 bytes
    private static void say(Socket socket, String frame) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeByte(0x81);
        out.writeByte(frame.length());
        out.writeBytes(frame);
    }

    @Override
    public void close() throws IOException {
        client.cancel(false);
        door.close();
        if (!client.isCompletedExceptionally()) {
            client.join().close();
        }
    }
}
