package io.parley.egress.routing;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Where each client of this task is connected: one row a connection.
final class Sockets {

    static final String STORE = "sockets";

    private final KeyValueStore<String, Socket> rows;
    private final SlotHolders holders;

    Sockets(KeyValueStore<String, Socket> rows, SlotHolders holders) {
        this.rows = rows;
        this.holders = holders;
    }

    static Sockets of(ProcessorContext<?, ?> context) {
        return new Sockets(context.getStateStore(STORE), SlotHolders.of(context));
    }

    static StoreBuilder<KeyValueStore<String, Socket>> store(Function<String, KeyValueBytesStoreSupplier> storage) {
        return Stores.keyValueStoreBuilder(storage.apply(STORE), Serdes.String(), Socket.SERDE)
                .withCachingDisabled();
    }

    /// The client's connections; those of dead boots are forgotten on the way.
    List<Socket> of(String client) {
        var living = new ArrayList<Socket>();
        for (var socket : find(Rows.first(client), Rows.last(client))) {
            if (isDead(socket)) {
                remove(client, socket);
            } else {
                living.add(socket);
            }
        }
        return living;
    }

    boolean isDead(Socket socket) {
        return holders.isDead(socket.slot(), socket.boot(), socket.heardAt());
    }

    Optional<Socket> find(String client, int slot, String boot, long connection) {
        return Optional.ofNullable(rows.get(key(client, slot, boot, connection)));
    }

    void put(String client, Socket socket) {
        rows.put(key(client, socket.slot(), socket.boot(), socket.connection()), socket);
    }

    void remove(String client, Socket socket) {
        rows.delete(key(client, socket.slot(), socket.boot(), socket.connection()));
    }

    /// Forgets the boot's connections of the client up to a number.
    void removeUpTo(String client, int slot, String boot, long connection) {
        find(key(client, slot, boot, 0), key(client, slot, boot, connection)).forEach(socket -> remove(client, socket));
    }

    private List<Socket> find(String from, String to) {
        var found = new ArrayList<Socket>();
        try (var range = rows.range(from, to)) {
            range.forEachRemaining(row -> found.add(row.value));
        }
        return found;
    }

    private static String key(String client, int slot, String boot, long connection) {
        return Rows.key(client, slot(slot) + boot + '\0' + HexFormat.of().toHexDigits(connection));
    }

    private static String slot(int slot) {
        return HexFormat.of().toHexDigits((byte) slot);
    }
}
