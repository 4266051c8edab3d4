package io.parley.ingress.ws;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// Settings of a WebSocket node.
///
/// @param nodeId `PARLEY_NODE_ID`, the node's name in `connected` frames
/// @param partitions `PARLEY_PARTITIONS`, the installation's number of partitions of client topics
/// @param secretsKeyset `PARLEY_SECRETS_KEYSET`, opens the tenants' secrets and signs guest tokens
/// @param publicUrl `PARLEY_PUBLIC_URL`, where the node is reached; empty when unknown
/// @param adminToken `PARLEY_ADMIN_TOKEN`, opens `/admin`; without it and the other nobody gets in
/// @param internalToken `PARLEY_INTERNAL_TOKEN`, opens it too
/// @param maxSockets sockets held before new ones are refused with 503
/// @param sendBudget what may wait for one slow reader before its socket is closed with 1013
/// @param nodeSendBudget what may wait for all readers together before each is left its share only
/// @param stuckAfter how long a reader may take nothing before its socket is closed with 1013
/// @param reconnectPace sockets that the other nodes take in a second when this one dies: its clients spread over the
/// time that they need
/// @param drain how sockets are sent away when the node goes
@Validated
@ConfigurationProperties(prefix = "parley.ws", ignoreUnknownFields = false)
public record IngressWsProperties(
        @NotBlank(message = "PARLEY_NODE_ID must not be blank")
        String nodeId,

        @Min(value = 1, message = "PARLEY_PARTITIONS must be at least 1")
        int partitions,

        @NotBlank(message = "PARLEY_SECRETS_KEYSET is missing: a Tink AEAD keyset in JSON, the same for all services")
        String secretsKeyset,

        @NotNull @DefaultValue("") String publicUrl,
        @NotNull @DefaultValue("") String adminToken,
        @NotNull @DefaultValue("") String internalToken,
        @Min(1) @DefaultValue("20000") int maxSockets,
        @NotNull @DefaultValue("1MB") DataSize sendBudget,
        @NotNull @DefaultValue("64MB") DataSize nodeSendBudget,
        @NotNull @DefaultValue("20s") Duration stuckAfter,
        @Min(1) @DefaultValue("1000") int reconnectPace,
        @NotNull @Valid @DefaultValue Drain drain) {

    /// How sockets are sent away when the node goes.
    ///
    /// @param window within which every socket is told to go, however many there are
    /// @param pace sockets told in a second, more only where the window asks for it
    /// @param patience how long a socket is left in peace whose answer is being written; at most the window
    public record Drain(
            @NotNull @DefaultValue("26s") Duration window,
            @Min(1) @DefaultValue("500") int pace,
            @NotNull @DefaultValue("10s") Duration patience) {}
}
