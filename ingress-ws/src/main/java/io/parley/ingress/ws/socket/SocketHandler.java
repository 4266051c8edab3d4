package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.socket.ChatDoor.Verdict.Refusal;
import io.parley.ingress.ws.socket.ChatDoor.Verdict.Welcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/// Makes sockets of requests for `/ws/chat/{user_id}`, before any servlet sees them.
///
/// That spares what filters and dispatcher cost, which counts when a whole node's clients come at once. And Jetty's own
/// ways keep request and response for as long as the socket lives, which is more than the socket itself needs; here
/// nothing of them stays.
final class SocketHandler extends Handler.Wrapper {

    private static final String PATH = "/ws/chat/";

    /// No compression. Jetty's own check of UTF-8 in every frame that comes in: without it a wrong octet would be found
    /// only at the end of the message.
    private static final List<ExtensionConfig> EXTENSIONS =
            List.of(ExtensionConfig.parse("@validation; incoming-utf8"));

    private static final HttpURI ADDRESS = HttpURI.from(PATH);

    private final Supplier<ChatDoor> door;
    private final Supplier<Traffic> traffic;
    private final Configuration.Customizer limits;
    private final Handshaker handshaker = Handshaker.newInstance();
    private final WebSocketComponents components;

    /// The handler of a server that is not started yet.
    ///
    /// @param door asked once the server runs
    SocketHandler(Server server, Supplier<ChatDoor> door, Supplier<Traffic> traffic, Configuration.Customizer limits) {
        this.door = door;
        this.traffic = traffic;
        this.limits = limits;
        this.components = WebSocketServerComponents.ensureWebSocketComponents(server);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = Request.getPathInContext(request);
        if (!path.startsWith(PATH)
                || path.indexOf('/', PATH.length()) >= 0
                || !HttpMethod.GET.is(request.getMethod())) {
            return super.handle(request, response, callback);
        }
        switch (door.get().decide(path.substring(PATH.length()), request)) {
            case Welcome(var socket) -> upgrade(socket, request, response, callback);
            case Refusal refusal -> refuse(refusal, response, callback);
        }
        return true;
    }

    private void upgrade(ChatSocket socket, Request request, Response response, Callback callback)
            throws WebSocketException {
        WebSocketNegotiator negotiator = (asked, answer, done) -> {
            answer.setExtensions(EXTENSIONS);
            if (asked.hasSubProtocol(ChatDoor.PROTOCOL)) {
                answer.setAcceptedSubProtocol(ChatDoor.PROTOCOL);
            }
            return socket.wire();
        };
        if (!handshaker.upgradeRequest(negotiator, new Nameless(request), response, callback, components, limits)) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
            refuse(new Refusal(426, "this is a WebSocket of version 13", Duration.ZERO), response, callback);
        }
    }

    private void refuse(Refusal refusal, Response response, Callback callback) {
        traffic.get().refused(refusal.status());
        response.setStatus(refusal.status());
        if (refusal.retryAfter().isPositive()) {
            response.getHeaders()
                    .put(
                            HttpHeader.RETRY_AFTER,
                            Long.toString(refusal.retryAfter().plusMillis(999).toSeconds()));
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MimeTypes.Type.TEXT_PLAIN_UTF_8.asString());
        Content.Sink.write(response, true, refusal.reason(), callback);
    }

    /// A request without its address, of which a socket would keep every part: seven strings, one of them with the
    /// client's position.
    private static final class Nameless extends Request.Wrapper {

        Nameless(Request request) {
            super(request);
        }

        @Override
        public HttpURI getHttpURI() {
            return ADDRESS;
        }
    }
}
