package io.parley.egress.delivery;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of delivery; `egress-router.yml` comments each.
@Validated
@ConfigurationProperties(prefix = "parley.delivery", ignoreUnknownFields = false)
record DeliveryProperties(
        @NotBlank String secretsKeyset,
        @DefaultValue("") String internalToken,
        @DefaultValue("5s") @NotNull Duration drain,
        @DefaultValue("20s") @NotNull Duration formerOwner) {}
