package io.parley.schemas.trace;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans over HTTP as JSON, in batches, from a thread of its own
/// (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Over HTTP/1.1, since not every receiver can be upgraded.
final class OtlpSpans implements Spans {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpSpans.class);
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final Duration GATHERING = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final OtlpJson json;
    private final HttpRequest.Builder request;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread sender;
    private volatile boolean closed;

    OtlpSpans(String service, String endpoint, String headers) {
        json = new OtlpJson(service);
        request = HttpRequest.newBuilder(URI.create(endpoint.strip().replaceAll("/+$", "") + "/v1/traces"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json");
        Arrays.stream(headers.split(",", -1))
                .map(header -> header.split("=", 2))
                .filter(header -> header.length == 2)
                .forEach(header -> request.header(
                        header[0].strip(), URLDecoder.decode(header[1].strip(), StandardCharsets.UTF_8)));
        sender = Thread.ofPlatform().daemon().name(service + "-spans").unstarted(this::run);
    }

    OtlpSpans start() {
        sender.start();
        return this;
    }

    @Override
    public boolean areWanted() {
        return true;
    }

    @Override
    public void add(Span span) {
        if (!waiting.offer(span)) {
            LOG.atDebug().log("span dropped");
        }
    }

    private void run() {
        boolean wasReached = true;
        try {
            while (!closed || !waiting.isEmpty()) {
                var batch = batch();
                if (!batch.isEmpty()) {
                    wasReached = isSent(batch, wasReached);
                }
            }
        } catch (InterruptedException e) {
            // Closed in the middle of a request.
        }
    }

    private List<Span> batch() throws InterruptedException {
        var batch = new ArrayList<Span>();
        long until = System.nanoTime() + GATHERING.toNanos();
        long left = GATHERING.toNanos();
        while (left > 0 && batch.size() < BATCH && !(closed && waiting.isEmpty())) {
            var span = waiting.poll(left, TimeUnit.NANOSECONDS);
            if (span != null) {
                batch.add(span);
            }
            left = until - System.nanoTime();
        }
        return batch;
    }

    private boolean isSent(List<Span> batch, boolean wasReached) throws InterruptedException {
        try {
            var post = request.POST(HttpRequest.BodyPublishers.ofString(json.text(batch)))
                    .build();
            int status = http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 300) {
                return true;
            }
            throw new IOException("HTTP " + status);
        } catch (IOException e) {
            if (wasReached) {
                LOG.atWarn().setCause(e).log("spans are lost: their receiver can't be reached");
            }
            return false;
        }
    }

    /// What waits may still be sent.
    @Override
    public void close() {
        closed = true;
        try {
            if (!sender.join(TIMEOUT)) {
                sender.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
