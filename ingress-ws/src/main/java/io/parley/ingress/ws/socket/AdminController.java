package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.SlotKeeper;
import io.parley.ingress.ws.socket.SocketsView.Here;
import io.parley.ingress.ws.tenant.Tenants;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// Operates the node, and tells of all of them.
@RestController
class AdminController {

    private static final Pattern EVENT = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int MAX_MESSAGE = 2_000;

    /// Words for all of a tenant's sockets.
    record Words(
            @Nullable String tenant,
            @Nullable String event,
            @Nullable String message) {}

    /// How far they will come.
    ///
    /// @param sockets how many the tenant has on these nodes, as their last heartbeats said
    record Reach(String tenant, int nodes, int sockets) {}

    private final Drain drain;
    private final SlotKeeper slots;
    private final Clients clients;
    private final Telling telling;
    private final Tenants tenants;

    /// What is told of this node and by it.
    record Telling(Traffic traffic, Backlog backlog, BroadcastPublisher broadcasts) {}

    AdminController(Drain drain, SlotKeeper slots, Clients clients, Telling telling, Tenants tenants) {
        this.drain = drain;
        this.slots = slots;
        this.clients = clients;
        this.telling = telling;
        this.tenants = tenants;
    }

    /// Readiness goes, nobody is let in, and every socket is sent away. `GET /admin/sockets` tells how far it
    /// is.
    @PostMapping("/admin/drain")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void drain() {
        drain.begin();
    }

    /// Sockets of all nodes by tenant, as their last heartbeats said; of this node also what has been
    /// counted.
    @GetMapping("/admin/sockets")
    SocketsView sockets() {
        return SocketsView.of(
                slots.nodes(),
                new Here(
                        clients.count(),
                        clients.tenants(),
                        clients.clients(),
                        telling.backlog().waiting(),
                        telling.traffic().counts(),
                        drain.progress().orElse(null)));
    }

    /// Shows a `system` frame once on every socket of a tenant that is open now, on every node; it is in no
    /// log.
    ///
    /// 202 once Kafka has it; 400 for an event that is no word (or has a meaning of its own) and for a
    /// message of more than 2,000 characters or none; 404 for a tenant without a web channel; 503 where Kafka
    /// is out of reach.
    @PostMapping("/admin/broadcast")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Reach broadcast(@RequestBody Words words) {
        var tenant = words.tenant() == null ? "" : words.tenant();
        var event = words.event() == null ? "" : words.event();
        var message = words.message() == null ? "" : words.message();
        require(EVENT.matcher(event).matches() && !event.equals("retracted"), "event is a lower-case word of its own");
        require(!message.isBlank() && message.length() <= MAX_MESSAGE, "message has 1 to 2,000 characters");
        if (tenants.webChannel(tenant).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such tenant, or it has no web channel");
        }
        try {
            telling.broadcasts()
                    .publish(tenant, event, message)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "not written, say it again", e);
        }
        var nodes = slots.nodes();
        return new Reach(
                tenant,
                nodes.size(),
                nodes.stream()
                        .mapToInt(node -> node.tenants().getOrDefault(tenant, 0))
                        .sum());
    }

    private static void require(boolean fulfilled, String rule) {
        if (!fulfilled) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, rule);
        }
    }
}
