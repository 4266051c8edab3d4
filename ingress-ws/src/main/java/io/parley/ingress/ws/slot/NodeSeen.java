package io.parley.ingress.ws.slot;

import io.parley.schemas.avro.SocketNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A node as its last record on `socket-nodes` shows it.
///
/// @param url where it is reached, if it says so
/// @param tenants sockets by tenant
/// @param since log time of the boot's first record
/// @param heard log time of its last one
public record NodeSeen(
        String node,
        Slot slot,
        Optional<String> url,
        int sockets,
        Map<String, Integer> tenants,
        Instant since,
        Instant heard) {

    public NodeSeen {
        tenants = Map.copyOf(tenants);
    }

    static NodeSeen of(SocketNode said, Instant since, Instant heard) {
        return new NodeSeen(
                said.getNode(),
                new Slot(said.getSlot(), said.getBootId()),
                said.getUrl(),
                said.getSockets(),
                said.getTenants(),
                since,
                heard);
    }
}
