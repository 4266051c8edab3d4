package io.parley.campaign.load;

import io.parley.campaign.ledger.Line;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One browser tab: keeps a socket to Parley open, goes on from the last position that it saw, and hands every frame on
/// to its visitor. It drops nothing and repairs nothing, so that what it was shown is seen as it came.
final class Tab {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// What sockets need of the process.
    record Surroundings(
            HttpClient http,
            ScheduledExecutorService timer,
            Supplier<URI> endpoint,
            Recorder recorder,
            Random random) {}

    /// Who gets what the tab receives. Called from one thread at a time for each connection.
    interface Visitor {
        String clientId();

        String path();

        void connected(Tab tab);

        void received(Tab tab, String type, JsonNode frame);
    }

    private final Visitor visitor;
    private final String session;
    private final Surroundings around;
    private @Nullable WebSocket socket;
    private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);
    private @Nullable String position;
    private int connection;
    private int failures;
    private boolean wanted = true;
    private boolean connecting;
    private boolean live;
    private boolean ready;
    private long heard;

    Tab(Visitor visitor, String session, Surroundings around) {
        this.visitor = visitor;
        this.session = session;
        this.around = around;
    }

    String session() {
        return session;
    }

    synchronized int connection() {
        return connection;
    }

    /// Whether messages can be written.
    synchronized boolean isReady() {
        return ready;
    }

    /// Whether everything older has been shown.
    synchronized boolean isLive() {
        return live;
    }

    /// Opens a socket, if there is none and the tab is not closed.
    synchronized void connect() {
        if (!wanted || connecting || socket != null) {
            return;
        }
        connecting = true;
        connection++;
        var listener = new Listener(connection, position);
        var _ = around.http()
                .newWebSocketBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(uri(), listener)
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        note(listener, "refused", null, false, message(failure));
                        lost(listener, true);
                    }
                });
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private URI uri() {
        // A tab that came back before it saw anything asks for all that there is.
        var unseen = connection == 1 ? "" : "&history=100";
        var after = position == null ? unseen : "&after=" + URLEncoder.encode(position, StandardCharsets.UTF_8);
        return URI.create(around.endpoint().get() + visitor.path() + "&session=" + session + after);
    }

    /// Writes a frame.
    ///
    /// @return the number of the connection that it was given to, or 0 if there is none
    synchronized int write(String frame) {
        var open = socket;
        if (open == null || !ready) {
            return 0;
        }
        lastWrite = lastWrite
                .handle((done, failure) -> null)
                .thenCompose(previous -> open.sendText(frame, true))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        open.abort();
                    }
                });
        return connection;
    }

    /// Cuts the connection without a word, as a lost network does. The tab comes back by itself.
    synchronized void cut() {
        if (socket != null) {
            socket.abort();
            lost(socket);
        }
    }

    /// Closes the tab for good.
    synchronized void close() {
        wanted = false;
        if (socket != null) {
            socket.abort();
            lost(socket);
        }
    }

    /// Called every second or so: asks a silent server whether it is there, and gives it up after a while.
    synchronized void tick() {
        long silent = System.nanoTime() - heard;
        if (socket != null && silent > SILENT_NANOS) {
            cut();
        } else if (ready && silent > PING_NANOS) {
            write(Frames.of("ping"));
        }
    }

    /// Notes that the tab was up to date when the run ended.
    synchronized void hold() {
        if (live) {
            around.recorder()
                    .note(at -> new Line.Socket(
                            at, visitor.clientId(), session, connection, "held", position, null, true, ""));
        }
    }

    private synchronized void lost(WebSocket which) {
        if (which.equals(socket)) {
            socket = null;
            connecting = false;
            live = false;
            ready = false;
            later();
        }
    }

    private synchronized void lost(Listener which, boolean refused) {
        if (which.number == connection && connecting && socket == null) {
            connecting = false;
            failures += refused ? 1 : 0;
            later();
        }
    }

    private void later() {
        if (wanted) {
            long most = Math.min(5_000, 200L << Math.min(failures, 5));
            var _ = around.timer().schedule(this::connect, 50 + around.random().nextLong(most), TimeUnit.MILLISECONDS);
        }
    }

    private void note(Listener which, String event, @Nullable String at, boolean recovered, String detail) {
        around.recorder()
                .note(stamp -> new Line.Socket(
                        stamp, visitor.clientId(), session, which.number, event, at, which.after, recovered, detail));
    }

    /// One connection's frames.
    private final class Listener implements WebSocket.Listener {

        private final int number;
        private final @Nullable String after;
        private final StringBuilder text = new StringBuilder();

        private Listener(int number, @Nullable String after) {
            this.number = number;
            this.after = after;
        }

        @Override
        public void onOpen(WebSocket opened) {
            synchronized (Tab.this) {
                if (!wanted || number != connection) {
                    opened.abort();
                    return;
                }
                socket = opened;
                lastWrite = CompletableFuture.completedFuture(null);
                connecting = false;
                failures = 0;
                heard = System.nanoTime();
            }
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                var frame = Frames.parse(text.toString());
                text.setLength(0);
                take(from, frame);
            }
            from.request(1);
            return null;
        }

        private void take(WebSocket from, JsonNode frame) {
            var type = Frames.text(frame, "type");
            synchronized (Tab.this) {
                if (!from.equals(socket)) {
                    return; // cut: nobody sees this any more
                }
                heard = System.nanoTime();
                remember(type, frame);
            }
            if (type.equals("connected")) {
                visitor.connected(Tab.this);
            }
            visitor.received(Tab.this, type, frame);
        }

        private void remember(String type, JsonNode frame) {
            switch (type) {
                case "connected" -> {
                    ready = true;
                    note(this, type, null, false, Frames.text(frame, "node"));
                }
                case "resumed" -> {
                    live = true;
                    var head = Frames.optional(frame, "position");
                    position = head == null ? position : head;
                    note(this, type, head, frame.path("recovered").asBoolean(), "");
                }
                case "message" -> {
                    position = Frames.optional(frame, "position");
                    see(frame);
                }
                default -> {}
            }
        }

        private void see(JsonNode frame) {
            var entry = Frames.entry(frame);
            around.recorder()
                    .note(at -> entry.author().equals("system")
                            ? new Line.FailureShown(at, visitor.clientId(), session, number, entry)
                            : new Line.Shown(at, visitor.clientId(), session, number, entry));
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            note(this, "closed", null, false, code + " " + reason);
            lost(from);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            note(this, "closed", null, false, message(error));
            lost(from);
        }
    }
}
