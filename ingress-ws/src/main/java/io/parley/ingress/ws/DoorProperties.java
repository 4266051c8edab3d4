package io.parley.ingress.ws;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Who comes near a node, and how many of them. Limits are of one node; 0 means none.
///
/// @param trustedProxies `PARLEY_TRUSTED_PROXIES`, addresses and networks whose word on the client's address counts
/// @param requestTimeout `PARLEY_WS_REQUEST_TIMEOUT`, how long a request may take to be sent
/// @param privateJwks `PARLEY_JWKS_PRIVATE`, whether key sets may lie on this machine or network, over plain HTTP
@Validated
@ConfigurationProperties(prefix = "parley.door", ignoreUnknownFields = false)
public record DoorProperties(
        @NotNull @DefaultValue List<String> trustedProxies,
        @NotNull @DefaultValue("10s") Duration requestTimeout,
        @DefaultValue("false") boolean privateJwks,
        @Valid @NotNull @DefaultValue PerAddress address,
        @Valid @NotNull @DefaultValue PerTenant tenant) {

    public DoorProperties {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// What all clients behind one address may do together.
    ///
    /// @param connections `PARLEY_WS_ADDRESS_CONNECTIONS`
    /// @param upgradesPerMinute `PARLEY_WS_ADDRESS_UPGRADES`, requests for sockets and for guest tokens
    /// @param messagesPerMinute `PARLEY_WS_ADDRESS_MESSAGES`
    public record PerAddress(
            @Min(0) @DefaultValue("1000") int connections,
            @Min(0) @DefaultValue("1200") int upgradesPerMinute,
            @Min(0) @DefaultValue("6000") int messagesPerMinute) {}

    /// What all clients of a tenant may do together, where its own `limits` say nothing.
    ///
    /// @param connections `PARLEY_WS_TENANT_CONNECTIONS`
    /// @param messagesPerMinute `PARLEY_WS_TENANT_MESSAGES`
    public record PerTenant(
            @Min(0) @DefaultValue("0") int connections,
            @Min(0) @DefaultValue("300000") int messagesPerMinute) {}
}
