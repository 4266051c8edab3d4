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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// The door of the web chat: decides who gets a socket.
final class ChatDoor {

    static final String PROTOCOL = "parley.v1";

    private static final String BEARER_PROTOCOL = "bearer.";
    private static final String BEARER = "Bearer ";
    private static final int MAX_HISTORY = 100;
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Admission admission;
    private final Allowances allowances;
    private final Reception reception;
    private final Clients clients;
    private final House house;

    /// What the node can hold.
    ///
    /// @param tenantsKnown whether the tenants' settings have been read
    record House(int maxSockets, BooleanSupplier tenantsKnown) {}

    /// What becomes of a request for a socket.
    sealed interface Verdict {

        /// It may have this one, which is not open yet.
        record Welcome(ChatSocket socket) implements Verdict {}

        /// It is refused.
        ///
        /// @param retryAfter when to try again; zero if that is not a matter of time
        record Refusal(int status, String reason, Duration retryAfter) implements Verdict {}
    }

    ChatDoor(Admission admission, Allowances allowances, Reception reception, Clients clients, House house) {
        this.admission = admission;
        this.allowances = allowances;
        this.reception = reception;
        this.clients = clients;
        this.house = house;
    }

    /// Decides on a request for a socket of this user.
    Verdict decide(String userId, Request request) {
        var address = Address.of(Request.getRemoteAddr(request));
        var refusal = turnAway(request, address);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var parameters = Request.extractQueryParameters(request);
        var handshake = new Handshake(
                userId,
                parameter(parameters, "tenant"),
                token(request),
                header(request, HttpHeader.ORIGIN),
                ownOrigin(request),
                address);
        return switch (admission.decide(handshake)) {
            case Admitted(var visitor) -> admit(visitor, wish(parameters));
            case Refused(var status, var reason) -> new Verdict.Refusal(status, reason, Duration.ZERO);
        };
    }

    /// What is seen before it is asked who is there.
    private Optional<Verdict> turnAway(Request request, String address) {
        var wait = allowances.knock(address);
        if (wait.isPresent()) {
            return Optional.of(new Verdict.Refusal(429, "too many requests from this address", wait.get()));
        }
        if (!isOpen()) {
            return Optional.of(new Verdict.Refusal(503, "draining, starting or full", Duration.ofSeconds(2)));
        }
        var offered = protocols(request);
        return offered.isEmpty() || offered.contains(PROTOCOL)
                ? Optional.empty()
                : Optional.of(new Verdict.Refusal(400, "the subprotocol is " + PROTOCOL + ", or none", Duration.ZERO));
    }

    private boolean isOpen() {
        return !clients.isDraining()
                && clients.slot().isPresent()
                && house.tenantsKnown().getAsBoolean()
                && clients.count() < house.maxSockets();
    }

    private Verdict admit(Visitor visitor, Wish wish) {
        var limit = visitor.channel().limits().connectionsPerUser();
        if (!clients.hasRoom(visitor.client().toString(), wish.session(), limit)) {
            return new Verdict.Refusal(503, "too many connections of this user", LATER);
        }
        if (!allowances.hasRoom(visitor.party())) {
            return new Verdict.Refusal(503, "too many connections of this address or tenant", LATER);
        }
        return new Verdict.Welcome(new ChatSocket(reception, visitor, wish));
    }

    private static Wish wish(Fields parameters) {
        return new Wish(
                parameter(parameters, "session")
                        .filter(ChatDoor::isPlain)
                        .orElseGet(() -> UUID.randomUUID().toString()),
                parameter(parameters, "after").filter(ChatDoor::isPlain).orElse(null),
                parameter(parameters, "history").map(ChatDoor::number).orElse(0));
    }

    /// The token, never from the query: addresses end up in logs.
    private static Optional<String> token(Request request) {
        var bearer = header(request, HttpHeader.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
        return bearer.or(() -> protocols(request).stream()
                .filter(protocol -> protocol.startsWith(BEARER_PROTOCOL))
                .map(protocol -> protocol.substring(BEARER_PROTOCOL.length()))
                .findFirst());
    }

    private static List<String> protocols(Request request) {
        return request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false);
    }

    private static Optional<String> header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    private static String ownOrigin(Request request) {
        var host = header(request, HttpHeader.HOST).orElse("");
        return header(request, HttpHeader.ORIGIN)
                .map(origin -> Origins.own(origin, host))
                .orElse("");
    }

    private static Optional<String> parameter(Fields parameters, String name) {
        return Optional.ofNullable(parameters.getValue(name));
    }

    private static boolean isPlain(String parameter) {
        return PARAMETER.matcher(parameter).matches();
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Math.min(Integer.parseInt(text), MAX_HISTORY) : 0;
    }
}
