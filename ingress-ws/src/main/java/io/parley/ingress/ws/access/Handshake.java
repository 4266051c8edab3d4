package io.parley.ingress.ws.access;

import java.util.Optional;

/// What an upgrade request says of who is there.
///
/// @param userId from the path
/// @param tenant from the query
/// @param token from `Authorization` or the subprotocol, never from the query
/// @param origin empty for what is no browser
/// @param ownOrigin the origin of the node's own pages as the request names it
/// @param address where it comes from, as the limits count it
public record Handshake(
        String userId,
        Optional<String> tenant,
        Optional<String> token,
        Optional<String> origin,
        String ownOrigin,
        String address) {}
