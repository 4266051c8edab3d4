package io.parley.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import tools.jackson.databind.JsonNode;

/// One request and its answer, down to the connection, so that it can go wrong in every way.
public final class Exchange {

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

    /// The body is longer than allowed.
    public static final class TooLarge extends IOException {
        TooLarge() {
            super("the body is too large");
        }
    }

    public String method() {
        return request.getMethod();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /// The content type without parameters, in lower case; empty where there is none.
    public String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query().getValue(name));
    }

    public Fields query() {
        return Request.extractQueryParameters(request);
    }

    /// The whole body.
    ///
    /// @throws TooLarge when it is longer
    public byte[] body(int limit) throws IOException {
        byte[] body = Content.Source.asInputStream(request).readNBytes(limit + 1);
        if (body.length > limit) {
            throw new TooLarge();
        }
        return body;
    }

    /// The parts of a `multipart/form-data` body.
    ///
    /// @throws TooLarge when all together are longer
    public List<Part> parts(int limit) throws IOException {
        MultiPartConfig limits = new MultiPartConfig.Builder()
                .maxParts(50)
                .maxSize(limit)
                .maxPartSize(limit)
                .maxMemoryPartSize(limit)
                .build();
        try (MultiPartFormData.Parts parts = MultiPartFormData.getParts(
                request, request, header("Content-Type").orElse(""), limits)) {
            List<Part> all = new ArrayList<>();
            for (MultiPart.Part part : parts) {
                String type = part.getHeaders().get(HttpHeader.CONTENT_TYPE);
                all.add(new Part(
                        part.getName(),
                        part.getFileName(),
                        type == null ? "" : type,
                        Content.Source.asInputStream(part.getContentSource()).readAllBytes()));
            }
            return all;
        } catch (CompletionException | HttpException.RuntimeException e) {
            throw new TooLarge();
        }
    }

    /// The fields of an `application/x-www-form-urlencoded` body.
    public Fields form(int limit) throws IOException {
        Fields fields = new Fields(true);
        UrlEncoded.decodeUtf8To(new String(body(limit), StandardCharsets.UTF_8), fields);
        return fields;
    }

    /// Where this server is, as the client calls it.
    public String origin() {
        return "http://" + header("Host").orElse("localhost");
    }

    public void answer(Answer answer) throws IOException {
        answer.headers().forEach(response.getHeaders()::put);
        if (answer.body().isMissingNode()) {
            bytes(answer.status(), "text/plain", new byte[0]);
        } else if (answer.body().isString()) {
            text(answer.status(), "text/html", answer.body().stringValue());
        } else {
            json(answer.status(), answer.body());
        }
    }

    public void json(int status, JsonNode body) throws IOException {
        bytes(status, "application/json", Json.bytes(body));
    }

    public void text(int status, String contentType, String body) throws IOException {
        bytes(status, contentType + ";charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    public void bytes(int status, String contentType, byte[] body) throws IOException {
        begin(status, contentType);
        write(body);
        end();
    }

    void begin(int status, String contentType) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }

    void header(String name, String value) {
        response.getHeaders().put(name, value);
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

    void checkConnected() throws IOException {
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
