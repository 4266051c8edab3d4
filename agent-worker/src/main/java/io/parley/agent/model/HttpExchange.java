package io.parley.agent.model;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The one HTTP request of a call: blocks the calling virtual thread until the answer has been read to its end, can be
/// cancelled from any thread, and keeps status and headers, which LangChain4j's exceptions lose.
final class HttpExchange {

    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final long MAX_BODY_BYTES = 8L << 20;

    private final HttpClient client;
    private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> pending;
    private volatile @Nullable HttpResponse<InputStream> response;
    private volatile boolean cancelled;

    HttpExchange(HttpClient client) {
        this.client = client;
    }

    /// The answer's status, or 0 if none came.
    int status() {
        var answered = response;
        return answered == null ? 0 : answered.statusCode();
    }

    Optional<Duration> retryAfter() {
        var answered = response;
        return answered == null ? Optional.empty() : RetryAfter.of(answered.headers());
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// Closes the connection, whatever it is doing.
    void cancel() {
        cancelled = true;
        var waiting = pending;
        if (waiting != null) {
            waiting.cancel(true);
        }
        var answered = response;
        if (answered != null) {
            close(answered.body());
        }
    }

    /// Sends the request and reads a whole answer.
    ///
    /// @throws HttpException when the server refuses it, [UncheckedIOException] when nothing whole comes back
    SuccessfulHttpResponse execute(HttpRequest request) {
        try {
            var answered = send(request);
            try (var body = new Bounded(answered.body())) {
                if (answered.statusCode() >= 300) {
                    var complaint = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                    throw new HttpException(answered.statusCode(), complaint);
                }
                return SuccessfulHttpResponse.builder()
                        .statusCode(answered.statusCode())
                        .headers(answered.headers().map())
                        .body(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .build();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends the request and reads the answer to its end; every failure is told to the listener.
    void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            var answered = send(request);
            if (answered.statusCode() >= 300) {
                var body = new String(answered.body().readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                close(answered.body());
                listener.onError(new HttpException(answered.statusCode(), body));
                return;
            }
            try (var body = new Bounded(answered.body())) {
                parser.parse(body, listener);
            }
            listener.onClose();
        } catch (IOException | CancellationException e) {
            listener.onError(e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(
                        request.method().name(),
                        FormBody.isOf(request)
                                ? java.net.http.HttpRequest.BodyPublishers.ofByteArray(FormBody.of(request))
                                : java.net.http.HttpRequest.BodyPublishers.ofString(
                                        request.body(), StandardCharsets.UTF_8));
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        var waiting = client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        pending = waiting;
        if (cancelled) {
            waiting.cancel(true);
        }
        try {
            var answered = waiting.join();
            response = answered;
            if (cancelled) {
                close(answered.body());
            }
            return answered;
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It was to be given up anyway.
        }
    }

    /// Ends a body that never ends.
    private static final class Bounded extends FilterInputStream {
        private long left = MAX_BODY_BYTES;

        Bounded(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("the answer is longer than " + MAX_BODY_BYTES + " bytes");
            }
        }
    }
}
