package io.parley.standalone.chat;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One WebSocket after the other to the same server. All that happens is told as an [Event]; what a former socket still
/// says is not.
final class Link implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<Integer> MAY_PASS = Set.of(429, 500, 502, 503, 504);
    private static final int TOKEN_EXPIRED = 4401;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private final Optional<String> token;
    private final Consumer<Event> events;
    private @Nullable Socket current;

    Link(Optional<String> token, Consumer<Event> events) {
        this.token = token;
        this.events = events;
    }

    /// Opens a socket; the outcome is an `Opened` or a `Lost`.
    void open(URI address) {
        close();
        var socket = new Socket();
        current = socket;
        var builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
        socket.last = builder.buildAsync(address, socket).whenComplete((opened, failure) -> {
            if (failure != null) {
                socket.lost(reason(failure), hopeless(failure));
            }
        });
    }

    /// Sends behind everything sent before. What an ended socket takes with it is lost; its `Lost` tells.
    void send(ObjectNode frame) {
        var socket = current;
        if (socket != null) {
            String text = json.writeValueAsString(frame);
            socket.last = socket.last.thenCompose(open -> open.sendText(text, true));
        }
    }

    @Override
    public void close() {
        var socket = current;
        current = null;
        if (socket != null) {
            socket.last = socket.last.thenCompose(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return "the server refused with status " + status;
        }
        if (cause instanceof ConnectException) {
            return "nothing answers there";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean hopeless(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof WebSocketHandshakeException refused
                && !MAY_PASS.contains(refused.getResponse().statusCode());
    }

    private final class Socket implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private CompletableFuture<WebSocket> last = new CompletableFuture<>();

        @Override
        public void onOpen(WebSocket socket) {
            tell(new Event.Opened());
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                read(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String why) {
            lost("closed with " + status + (why.isEmpty() ? "" : " " + why), status == TOKEN_EXPIRED);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            lost(reason(failure), false);
        }

        private void read(String frame) {
            try {
                if (json.readTree(frame) instanceof ObjectNode object) {
                    tell(new Event.Received(object));
                }
            } catch (JacksonException notJson) {
                lost("the server sent something that is not JSON", false);
            }
        }

        private void lost(String why, boolean hopeless) {
            tell(new Event.Lost(why, hopeless));
        }

        private void tell(Event event) {
            if (current == this) {
                events.accept(event);
            }
        }
    }
}
