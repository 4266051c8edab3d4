package io.parley.ingress.ws.socket;

import io.parley.ingress.ws.slot.NodeSeen;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// The sockets of an installation as operators see them.
///
/// @param count of all nodes together
/// @param nodes those that hold a slot; one that was not heard of for 10 s is not among them
/// @param here the node that was asked
@JsonNaming(SnakeCaseStrategy.class)
record SocketsView(int count, Map<String, Integer> byTenant, List<Node> nodes, Here here) {

    /// One node.
    ///
    /// @param byTenant as its last heartbeat said; of very many tenants the largest only
    /// @param heard when that was
    @JsonNaming(SnakeCaseStrategy.class)
    record Node(
            String node,
            int slot,
            @Nullable String url,
            int count,
            Map<String, Integer> byTenant,
            Instant since,
            Instant heard) {}

    /// This node at this moment.
    ///
    /// @param clients how many clients the sockets belong to
    /// @param backlog characters that wait to be written
    /// @param counts since the node's start
    /// @param draining how far its drain is; null where there is none
    @JsonNaming(SnakeCaseStrategy.class)
    record Here(
            int count,
            Map<String, Integer> byTenant,
            int clients,
            long backlog,
            Traffic.Counts counts,
            Drain.@Nullable Progress draining) {}

    static SocketsView of(Collection<NodeSeen> nodes, Here here) {
        var byTenant = new TreeMap<String, Integer>();
        nodes.forEach(node -> node.tenants().forEach((tenant, count) -> byTenant.merge(tenant, count, Integer::sum)));
        return new SocketsView(
                nodes.stream().mapToInt(NodeSeen::sockets).sum(),
                byTenant,
                nodes.stream().map(SocketsView::node).toList(),
                here);
    }

    private static Node node(NodeSeen seen) {
        return new Node(
                seen.node(),
                seen.slot().number(),
                seen.url().orElse(null),
                seen.sockets(),
                seen.tenants(),
                seen.since(),
                seen.heard());
    }
}
