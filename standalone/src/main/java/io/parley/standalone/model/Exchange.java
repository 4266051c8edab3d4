package io.parley.standalone.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request and its answer, down to the connection, so that it can go wrong in every way.
final class Exchange {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration WATCH = Duration.ofMillis(200);

    private final Request request;
    private final Response response;
    private final OutputStream out;
    private boolean cutOff;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.out = Content.Sink.asOutputStream(response);
    }

    /// The client has gone.
    static final class Disconnected extends IOException {
        Disconnected() {
            super("the client has closed the connection");
        }

        Disconnected(IOException cause) {
            super(cause);
        }
    }

    Request request() {
        return request;
    }

    byte[] body(int limit) throws IOException {
        byte[] body = Content.Source.asInputStream(request).readNBytes(limit + 1);
        if (body.length > limit) {
            throw new ApiError(
                    413, "invalid_request_error", "Maximum content size limit exceeded.", null, null, Map.of());
        }
        return body;
    }

    void json(int status, JsonNode body) throws IOException {
        respond(status, "application/json");
        write(JSON.writeValueAsBytes(body));
        end();
    }

    void error(ApiError error) throws IOException {
        error.headers().forEach(response.getHeaders()::put);
        json(error.status(), error.body());
    }

    void respond(int status, String contentType) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }

    void event(JsonNode data) throws IOException {
        write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new Disconnected(e);
        }
    }

    /// Ends the answer, unless the connection has been cut off.
    void end() throws IOException {
        if (cutOff) {
            return;
        }
        try {
            out.close();
        } catch (IOException e) {
            throw new Disconnected(e);
        }
    }

    /// Waits, and notices on the way when the client goes.
    void pause(Duration time) throws IOException, InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            Thread.sleep(Duration.ofNanos(Math.min(left, WATCH.toNanos())));
            if (left > WATCH.toNanos()) {
                checkConnected();
            }
        }
    }

    /// Says nothing until the client goes.
    void hang() throws IOException, InterruptedException {
        while (true) {
            pause(Duration.ofHours(1));
        }
    }

    /// Ends the connection at once, with a reset: what is on its way may be lost.
    void reset() throws IOException {
        cutOff = true;
        EndPoint connection = connection();
        if (connection.getTransport() instanceof SocketChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        connection.close();
    }

    /// Ends the connection as if the server had been stopped.
    void close() {
        cutOff = true;
        connection().close();
    }

    private void checkConnected() throws IOException {
        try {
            if (connection().fill(ByteBuffer.allocate(1).flip()) < 0) {
                throw new Disconnected();
            }
        } catch (Disconnected e) {
            throw e;
        } catch (IOException e) {
            throw new Disconnected(e);
        }
    }

    private EndPoint connection() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
