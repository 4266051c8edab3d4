package io.parley.ingress.ws;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
/// @param maxSockets sockets held before new ones are refused with 503
/// @param sendBudget what may wait for one slow reader before its socket is closed with 1013
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
        @Min(1) @DefaultValue("20000") int maxSockets,
        @NotNull @DefaultValue("1MB") DataSize sendBudget) {}
