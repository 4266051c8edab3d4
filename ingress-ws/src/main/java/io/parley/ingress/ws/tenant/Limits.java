package io.parley.ingress.ws.tenant;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What one client may do, and all of them together: `limits` of the channel over the tenant's over the default.
///
/// @param messagesPerMinute messages accepted in the long run
/// @param burst messages accepted at once
/// @param connectionsPerUser sockets of one client on one node
/// @param tenantConnections sockets of all clients on one node; 0 for what the node's settings say
/// @param tenantMessagesPerMinute messages of all clients on one node; 0 for what the node's settings say
public record Limits(
        int messagesPerMinute, int burst, int connectionsPerUser, int tenantConnections, int tenantMessagesPerMinute) {

    static Limits of(JsonNode channel, JsonNode tenant) {
        var sources = List.of(channel.path("limits"), tenant.path("limits"));
        return new Limits(
                first(sources, "messages-per-minute", 30),
                first(sources, "burst", 10),
                first(sources, "connections-per-user", 10),
                first(sources, "tenant-connections", 0),
                first(sources, "tenant-messages-per-minute", 0));
    }

    private static int first(List<JsonNode> sources, String name, int otherwise) {
        return sources.stream()
                .map(source -> source.path(name).asInt(0))
                .filter(value -> value > 0)
                .findFirst()
                .orElse(otherwise);
    }
}
