package io.parley.agent.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A provider's file server, on all addresses of this machine.
public final class FileServer implements AutoCloseable {

    /// Answers one request.
    @FunctionalInterface
    public interface Part {
        void play(HttpExchange exchange) throws Exception;
    }

    private final HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /// The requests so far: path, host and token.
    public List<String> seen() {
        return List.copyOf(seen);
    }

    public FileServer at(String path, Part part) {
        server.createContext(path, exchange -> {
            try (exchange) {
                var token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Token"));
                seen.add(exchange.getRequestURI().getPath() + " "
                        + exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", "") + " "
                        + token.orElse("-"));
                part.play(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        return this;
    }

    public static Part file(String mediaType, byte[] content) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", mediaType);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /// Without saying how much it will be.
    static Part chunked(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
        };
    }

    static Part redirect(String target) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", target);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    static Part status(int status, String retryAfter) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /// Begins, and never ends.
    Part stalls() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            closed.await();
        };
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
