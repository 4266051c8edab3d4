package io.parley.ingress.ws.limit;

import io.parley.ingress.ws.tenant.Limits;

/// Somebody with all whose limits bind: a client, its tenant, its address.
///
/// @param limits what its tenant's settings say
/// @param address as [Address] tells it
public record Party(String clientId, String tenant, Limits limits, String address) {}
