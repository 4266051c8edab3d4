package io.parley.ingress.ws.presence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// Where a client is connected.
///
/// @param connections on all nodes, the oldest first
@JsonNaming(SnakeCaseStrategy.class)
record Presence(String clientId, boolean connected, List<Connection> connections) {

    /// One of its sockets.
    ///
    /// @param session the tab's own id
    /// @param url where the node is reached, if it says so
    @JsonNaming(SnakeCaseStrategy.class)
    record Connection(
            String session, String node, int slot, @Nullable String url, Instant since) {}

    Presence {
        connections = List.copyOf(connections);
    }

    static Presence of(String clientId, List<Connection> connections) {
        return new Presence(clientId, !connections.isEmpty(), connections);
    }
}
