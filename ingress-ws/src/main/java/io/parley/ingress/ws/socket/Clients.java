package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is here: every client with an open socket on this node, and the slot under which the node is known.
public final class Clients {

    /// As many tenants are told apart in a node's heartbeat and in metrics.
    static final int MOST_TENANTS = 200;

    private final ConcurrentMap<String, Client> clients = new ConcurrentHashMap<>();
    private final AtomicLong lastNumber;
    private final AtomicInteger sockets = new AtomicInteger();
    private final ConcurrentMap<String, Integer> tenants = new ConcurrentHashMap<>();
    private volatile @Nullable Slot slot;
    private volatile boolean draining;

    /// Nobody is here yet.
    ///
    /// @param start the node's, from which its connections' numbers begin, so that no two nodes' coincide
    Clients(Instant start) {
        lastNumber = new AtomicLong(start.toEpochMilli() << 20);
    }

    /// A number for a connection, never used again.
    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /// Adds a socket.
    ///
    /// @return those of the same session, which it takes over from; empty when the client has too many sockets here
    Optional<List<ChatSocket>> join(ChatSocket socket) {
        var older = new ArrayList<ChatSocket>(1);
        var joined = clients.compute(socket.clientId(), (id, known) -> {
            var client = known == null ? new Client() : known;
            client.sockets().stream()
                    .filter(other -> other.session().equals(socket.session()))
                    .forEach(older::add);
            if (older.isEmpty() && client.sockets().size() >= socket.connectionLimit()) {
                return known;
            }
            socket.numbered(client, nextNumber());
            client.sockets().add(socket);
            sockets.incrementAndGet();
            tenants.merge(socket.tenant(), 1, Integer::sum);
            return client;
        });
        return joined != null && joined.sockets().contains(socket) ? Optional.of(older) : Optional.empty();
    }

    /// Whether a further socket of a session would be let in now.
    boolean hasRoom(String clientId, String session, int limit) {
        return find(clientId)
                .map(Client::sockets)
                .filter(open -> open.size() >= limit)
                .map(open -> open.stream().anyMatch(socket -> socket.session().equals(session)))
                .orElse(true);
    }

    /// Removes a socket.
    ///
    /// @return false when it was not here
    boolean leave(ChatSocket socket) {
        var left = new boolean[1];
        clients.computeIfPresent(socket.clientId(), (id, client) -> {
            left[0] = client.sockets().remove(socket);
            return client.sockets().isEmpty() ? null : client;
        });
        if (left[0]) {
            sockets.decrementAndGet();
            tenants.computeIfPresent(socket.tenant(), (tenant, count) -> count == 1 ? null : count - 1);
        }
        return left[0];
    }

    Optional<Client> find(String clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }

    /// Does something while the client is surely not here, with the highest number given out so far.
    void whileAbsent(String clientId, LongConsumer action) {
        clients.compute(clientId, (id, client) -> {
            if (client == null) {
                action.accept(lastNumber.get());
            }
            return client;
        });
    }

    void forEach(Consumer<ChatSocket> action) {
        clients.values().forEach(client -> client.sockets().forEach(action));
    }

    /// Number of open sockets.
    public int count() {
        return sockets.get();
    }

    /// Number of clients with an open socket.
    int clients() {
        return clients.size();
    }

    /// Number of a tenant's open sockets.
    int count(String tenant) {
        return tenants.getOrDefault(tenant, 0);
    }

    /// Number of open sockets by tenant; of very many tenants those with the most.
    Map<String, Integer> tenants() {
        return tenants.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_TENANTS)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The slot whose partition is being read; empty while there is none.
    public Optional<Slot> slot() {
        return Optional.ofNullable(slot);
    }

    /// The node is known under this slot from now on: everybody is announced.
    void seat(Slot now) {
        slot = now;
        forEach(socket -> socket.catchUp().announce());
    }

    void unseat() {
        slot = null;
    }

    public boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
