package io.parley.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Posts webhooks to the ingress as the providers do: in order within a queue, again after a failure, to one node after
/// the other.
public final class Webhooks implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int SHUFFLE_MILLIS = 300;
    private static final int MOST_BODIES = 1_000;
    private static final Webhook.Retries ONCE = new Webhook.Retries() {
        @Override
        public Duration patience() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Optional<Duration> after(Webhook.Failure failure, Duration age) {
            return Optional.empty();
        }
    };

    private final List<URI> nodes;
    private final Settings settings;
    private final Clock clock;
    private final Ring<Posted> record;
    private final Map<String, byte[]> bodies = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST_BODIES;
        }
    };
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sandbox-webhook-", 0).factory());
    private final HttpClient client;
    private final Map<String, Deque<Webhook>> queues = new ConcurrentHashMap<>();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    /// How an account's webhooks stand.
    ///
    /// @param pending those not yet answered or dropped
    public record Standing(int pending, @Nullable Failed failed) {}

    /// The last failure.
    ///
    /// @param status 0 where there was no answer
    public record Failed(Instant at, int status, Webhook.Cause cause) {}

    private record Gate(
            Semaphore queues, Semaphore connections, AtomicInteger pending, AtomicReference<@Nullable Failed> failed) {

        static Gate of(Webhook.Retries rule) {
            return new Gate(
                    new Semaphore(rule.queues(), true),
                    new Semaphore(rule.connections(), true),
                    new AtomicInteger(),
                    new AtomicReference<>());
        }
    }

    private record Posted(
            long n, Instant at, String channel, String eventId, int attempt, int status, long milliseconds)
            implements Ring.Numbered {

        ObjectNode toJson() {
            return Json.object()
                    .put("n", n)
                    .put("at", at.toString())
                    .put("channel", channel)
                    .put("event_id", eventId)
                    .put("attempt", attempt)
                    .put("status", status)
                    .put("milliseconds", milliseconds);
        }
    }

    /// What the ingress has said.
    record Reply(int status, String body, Map<String, String> headers) {}

    Webhooks(List<URI> nodes, Settings settings, Clock clock, int capacity) {
        this.nodes = List.copyOf(nodes);
        this.settings = settings;
        this.clock = clock;
        this.record = new Ring<>(capacity);
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    /// Posts it now or when its turn has come, and returns at once.
    public void post(Webhook webhook) {
        synchronized (bodies) {
            for (String eventId : webhook.eventId().split(",", -1)) { // of a batch: each of its events
                bodies.put(webhook.account().id() + " " + eventId, webhook.body());
            }
        }
        gate(webhook).pending().incrementAndGet();
        String queue = webhook.queue();
        if (queue == null) {
            start(() -> alone(webhook));
            return;
        }
        String key = webhook.account().id() + " " + queue;
        queues.compute(key, (same, waiting) -> {
            Deque<Webhook> line = waiting;
            if (line == null) {
                line = new ArrayDeque<>();
                start(() -> drain(key));
            }
            line.add(webhook);
            return line;
        });
    }

    private void start(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            return; // the sandbox is closing
        }
    }

    /// What was posted for an event, of the newest ones.
    Optional<byte[]> body(String channel, String eventId) {
        synchronized (bodies) {
            return Optional.ofNullable(bodies.get(channel + " " + eventId));
        }
    }

    /// How an account's webhooks stand.
    public Standing standing(Account account) {
        Gate gate = gates.get(account.id());
        return gate == null
                ? new Standing(0, null)
                : new Standing(gate.pending().get(), gate.failed().get());
    }

    private Gate gate(Webhook webhook) {
        return gates.computeIfAbsent(webhook.account().id(), id -> Gate.of(webhook.retries()));
    }

    private void drain(String key) {
        try {
            for (Optional<Webhook> head = head(key); head.isPresent(); head = next(key)) {
                untilAnswered(head.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sandbox is closing
        }
    }

    private Optional<Webhook> head(String key) {
        Webhook[] head = {null};
        queues.computeIfPresent(key, (same, line) -> {
            head[0] = line.peek();
            return line;
        });
        return Optional.ofNullable(head[0]);
    }

    private Optional<Webhook> next(String key) {
        queues.computeIfPresent(key, (same, line) -> {
            line.poll();
            return line.isEmpty() ? null : line;
        });
        return head(key);
    }

    private void alone(Webhook webhook) {
        try {
            if (settings.shuffleWebhooks()) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(SHUFFLE_MILLIS));
            }
            untilAnswered(webhook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sandbox is closing
        }
    }

    private void untilAnswered(Webhook webhook) throws InterruptedException {
        Gate gate = gate(webhook);
        gate.queues().acquire();
        try {
            Webhook.Attempt attempt = new Webhook.Attempt(1, null);
            Optional<Duration> wait = Optional.of(Duration.ZERO);
            while (wait.isPresent()) {
                Thread.sleep(scaled(wait.get()));
                Optional<Webhook.Failure> failure = attempt(webhook, attempt, gate);
                attempt = new Webhook.Attempt(attempt.number() + 1, failure.orElse(null));
                Duration age = Duration.between(webhook.at(), clock.instant());
                wait = failure.flatMap(why -> webhook.retries().after(why, age));
            }
            if (ThreadLocalRandom.current().nextDouble() < settings.duplicateWebhooks()) {
                var _ = attempt(webhook, attempt, gate); // as if the answer had been lost
            }
        } finally {
            gate.queues().release();
            gate.pending().decrementAndGet();
        }
    }

    private Duration scaled(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * settings.retryScale()));
    }

    private Optional<Webhook.Failure> attempt(Webhook webhook, Webhook.Attempt attempt, Gate gate)
            throws InterruptedException {
        gate.connections().acquire();
        Optional<Webhook.Failure> failure;
        try {
            Reply reply = send(webhook, attempt, node());
            boolean accepted = reply.status() >= 200 && reply.status() < 300;
            failure = accepted
                    ? Optional.empty()
                    : failure(attempt, Webhook.Cause.STATUS, reply.status(), reply.headers());
        } catch (HttpTimeoutException e) {
            failure = failure(attempt, Webhook.Cause.TIMEOUT, 0, Map.of());
        } catch (IOException e) {
            failure = failure(attempt, Webhook.Cause.NO_CONNECTION, 0, Map.of());
        } finally {
            gate.connections().release();
        }
        failure.ifPresent(why -> gate.failed().set(new Failed(clock.instant(), why.status(), why.cause())));
        return failure;
    }

    private static Optional<Webhook.Failure> failure(
            Webhook.Attempt attempt, Webhook.Cause cause, int status, Map<String, String> headers) {
        return Optional.of(new Webhook.Failure(attempt.number(), cause, status, headers));
    }

    /// Posts once, to a node of choice, for the control API.
    Reply send(Account account, String path, byte[] body, Map<String, String> headers, URI node)
            throws IOException, InterruptedException {
        Webhook webhook = new Webhook(account, path, "", body, attempt -> headers, null, ONCE, clock.instant());
        return send(webhook, new Webhook.Attempt(1, null), node);
    }

    /// Asks a node once whether the address is its own, for the control API.
    Reply ask(Account account, String kind, String query, URI node) throws IOException, InterruptedException {
        URI url = node.resolve("/webhooks/" + kind + "/" + account.id() + "?" + query);
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(ONCE.patience()).GET().build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body(), headers(answer));
    }

    private Reply send(Webhook webhook, Webhook.Attempt attempt, URI node) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(webhook.path()))
                .timeout(webhook.retries().patience())
                .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()));
        webhook.headers().of(attempt).forEach(request::setHeader);
        Instant start = clock.instant();
        int status = 0;
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            status = answer.statusCode();
            return new Reply(status, answer.body(), headers(answer));
        } finally {
            int known = status;
            long took = Duration.between(start, clock.instant()).toMillis();
            record.add(n ->
                    new Posted(n, start, webhook.account().id(), webhook.eventId(), attempt.number(), known, took));
        }
    }

    /// The nodes of the ingress in turn.
    private URI node() {
        return node(turn.getAndIncrement());
    }

    URI node(int number) {
        return nodes.get(Math.floorMod(number, nodes.size()));
    }

    private static Map<String, String> headers(HttpResponse<?> answer) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return headers;
    }

    /// What was posted after number `after`, oldest first.
    ///
    /// @param channel empty for all
    List<ObjectNode> after(String channel, long after, int limit) {
        return record
                .after(
                        after,
                        limit,
                        entry -> channel.isEmpty() || entry.channel().equals(channel))
                .stream()
                .map(Posted::toJson)
                .toList();
    }

    void clear() {
        record.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
