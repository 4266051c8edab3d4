package io.parley.ingress.ws.access;

import io.parley.ingress.ws.limit.Party;
import io.parley.ingress.ws.tenant.WebChannel;
import io.parley.schemas.ClientId;
import java.time.Instant;
import java.util.Optional;

/// Somebody who may hold a socket.
///
/// @param userId as in the path
/// @param validUntil when the token ends, leeway included; empty for a guest without a token
/// @param address as the limits count it
public record Visitor(
        WebChannel channel, ClientId client, String userId, Optional<Instant> validUntil, String address) {

    /// With whom it shares its limits.
    public Party party() {
        return new Party(client.toString(), channel.tenant(), channel.limits(), address);
    }
}
