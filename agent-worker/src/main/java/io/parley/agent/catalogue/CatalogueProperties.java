package io.parley.agent.catalogue;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What the operator says about products and orders.
///
/// @param tiendanubeUrl where Tienda Nube's API is, with its version; never a tenant's choice
/// @param userAgent the app's name and an address of who runs it, without which Tienda Nube answers nothing
/// @param time for one question to a shop elsewhere, with all tries; within the time of a tool
/// @param fresh for how long an answer about products is given again
@Validated
@ConfigurationProperties(prefix = "parley.catalogue", ignoreUnknownFields = false)
public record CatalogueProperties(
        @DefaultValue("https://api.tiendanube.com/v1") @NotNull
        URI tiendanubeUrl,

        @DefaultValue("Parley (https://parley.example)") @NotBlank
        String userAgent,

        @DefaultValue("8s") @NotNull Duration time,
        @DefaultValue("60s") @NotNull Duration fresh) {}
