package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.access.Admission;
import io.parley.ingress.ws.access.Decision.Admitted;
import io.parley.ingress.ws.access.Decision.Refused;
import io.parley.ingress.ws.access.Handshake;
import io.parley.ingress.ws.access.Origins;
import io.parley.ingress.ws.access.Visitor;
import io.parley.ingress.ws.limit.Address;
import io.parley.ingress.ws.limit.Allowances;
import io.parley.ingress.ws.socket.ChatSocket.Wish;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The door of the web chat: who is let in gets a socket.
@RestController
class ChatController {

    private static final String PROTOCOL = "parley.v1";
    private static final String BEARER_PROTOCOL = "bearer.";
    private static final String BEARER = "Bearer ";
    private static final int MAX_HISTORY = 100;
    private static final Duration LATER = Duration.ofSeconds(10);

    /// No compression. Jetty's own check of UTF-8 in every frame that comes in: without it a wrong octet would be found
    /// only at the end of the message.
    private static final List<ExtensionConfig> EXTENSIONS =
            List.of(ExtensionConfig.parse("@validation; incoming-utf8"));

    private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Admission admission;
    private final Allowances allowances;
    private final Reception reception;
    private final Clients clients;
    private final Traffic traffic;
    private final Door door;

    /// What the node can hold.
    ///
    /// @param tenantsKnown whether the tenants' settings have been read
    record Door(int maxSockets, BooleanSupplier tenantsKnown) {}

    /// Why there is no upgrade, and when to try again; zero if that is not a matter of time.
    private record Refusal(int status, String reason, Duration retryAfter) {}

    ChatController(
            Admission admission,
            Allowances allowances,
            Reception reception,
            Clients clients,
            Traffic traffic,
            Door door) {
        this.admission = admission;
        this.allowances = allowances;
        this.reception = reception;
        this.clients = clients;
        this.traffic = traffic;
        this.door = door;
    }

    @GetMapping("/ws/chat/{userId}")
    void open(
            @PathVariable String userId,
            @RequestParam Optional<String> tenant,
            @RequestParam Optional<String> session,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> history,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var address = Address.of(request.getRemoteAddr());
        var refusal = turnAway(request, address);
        if (refusal.isPresent()) {
            refuse(response, refusal.get());
            return;
        }
        var wish = new Wish(
                session.filter(ChatController::isPlain)
                        .orElseGet(() -> UUID.randomUUID().toString()),
                after.filter(ChatController::isPlain).orElse(null),
                history.map(ChatController::number).orElse(0));
        var handshake = new Handshake(userId, tenant, token(request), origin(request), ownOrigin(request), address);
        switch (admission.decide(handshake)) {
            case Admitted(var visitor) -> upgrade(visitor, wish, request, response);
            case Refused(var status, var reason) -> refuse(response, new Refusal(status, reason, Duration.ZERO));
        }
    }

    /// What is seen before it is asked who is there.
    private Optional<Refusal> turnAway(HttpServletRequest request, String address) {
        var wait = allowances.knock(address);
        if (wait.isPresent()) {
            return Optional.of(new Refusal(429, "too many requests from this address", wait.get()));
        }
        if (!isOpen()) {
            return Optional.of(new Refusal(503, "draining, starting or full", Duration.ofSeconds(2)));
        }
        var offered = protocols(request).toList();
        return offered.isEmpty() || offered.contains(PROTOCOL)
                ? Optional.empty()
                : Optional.of(new Refusal(400, "the subprotocol is " + PROTOCOL + ", or none", Duration.ZERO));
    }

    private boolean isOpen() {
        return !clients.isDraining()
                && clients.slot().isPresent()
                && door.tenantsKnown().getAsBoolean()
                && clients.count() < door.maxSockets();
    }

    private void upgrade(Visitor visitor, Wish wish, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var limit = visitor.channel().limits().connectionsPerUser();
        if (!clients.hasRoom(visitor.client().toString(), wish.session(), limit)) {
            refuse(response, new Refusal(503, "too many connections of this user", LATER));
            return;
        }
        if (!allowances.hasRoom(visitor.party())) {
            refuse(response, new Refusal(503, "too many connections of this address or tenant", LATER));
            return;
        }
        var upgraded = JettyWebSocketServerContainer.getContainer(request.getServletContext())
                .upgrade(
                        (asked, answer) -> {
                            answer.setExtensions(EXTENSIONS);
                            if (asked.hasSubProtocol(PROTOCOL)) {
                                answer.setAcceptedSubProtocol(PROTOCOL);
                            }
                            return new ChatSocket(reception, visitor, wish);
                        },
                        request,
                        response);
        if (!upgraded && !response.isCommitted()) {
            response.setHeader(HttpHeaders.UPGRADE, "websocket");
            response.setHeader("Sec-WebSocket-Version", "13");
            refuse(response, new Refusal(426, "this is a WebSocket of version 13", Duration.ZERO));
        }
    }

    private void refuse(HttpServletResponse response, Refusal refused) throws IOException {
        traffic.refused(refused.status());
        response.setStatus(refused.status());
        if (refused.retryAfter().isPositive()) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(refused.retryAfter().plusMillis(999).toSeconds()));
        }
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().write(refused.reason());
    }

    /// The token, never from the query: addresses end up in logs.
    private static Optional<String> token(HttpServletRequest request) {
        var header = Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
        return header.or(() -> protocols(request)
                .filter(protocol -> protocol.startsWith(BEARER_PROTOCOL))
                .map(protocol -> protocol.substring(BEARER_PROTOCOL.length()))
                .findFirst());
    }

    private static Stream<String> protocols(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders("Sec-WebSocket-Protocol");
        return Collections.list(lines).stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip);
    }

    private static Optional<String> origin(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN));
    }

    private static String ownOrigin(HttpServletRequest request) {
        var host = Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).orElse("");
        return origin(request).map(origin -> Origins.own(origin, host)).orElse("");
    }

    private static boolean isPlain(String parameter) {
        return PARAMETER.matcher(parameter).matches();
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Math.min(Integer.parseInt(text), MAX_HISTORY) : 0;
    }
}
