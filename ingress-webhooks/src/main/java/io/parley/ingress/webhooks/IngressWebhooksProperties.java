package io.parley.ingress.webhooks;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of ingress-webhooks.
///
/// @param partitions `PARLEY_PARTITIONS`, the installation's number of partitions of client topics
/// @param secretsKeyset `PARLEY_SECRETS_KEYSET`, opens the tenants' secrets
/// @param adminToken `PARLEY_ADMIN_TOKEN`; empty refuses every administrator
/// @param simulate who may post simulated messages
@Validated
@ConfigurationProperties(prefix = "parley.webhooks", ignoreUnknownFields = false)
public record IngressWebhooksProperties(
        @Min(value = 1, message = "PARLEY_PARTITIONS must be at least 1")
        int partitions,

        @NotBlank(message = "PARLEY_SECRETS_KEYSET is missing: a Tink AEAD keyset in JSON, the same for all services")
        String secretsKeyset,

        @NotNull @DefaultValue("") String adminToken,
        @NotNull @DefaultValue("admin") Simulate simulate) {

    /// Who may post simulated messages.
    public enum Simulate {
        /// Anybody who reaches the port.
        OPEN,
        /// Who has the admin token.
        ADMIN
    }
}
