package io.parley.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server that can be closed and opened again.
final class Gate {

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Gate(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().name("gate").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Cuts every connection and lets none in.
    void close() {
        closed = true;
        open.forEach(Gate::cut);
    }

    void open() {
        closed = false;
    }

    private void accept() {
        try {
            while (true) {
                var in = server.accept();
                if (closed) {
                    cut(in);
                } else {
                    join(in);
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void join(Socket in) throws IOException {
        var out = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(in);
        open.add(out);
        Thread.ofVirtual().start(() -> copy(in, out));
        Thread.ofVirtual().start(() -> copy(out, in));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // Cut.
        } finally {
            cut(from);
            cut(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
