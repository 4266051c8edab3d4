package io.parley.egress;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the router; `egress-router.yml` comments each.
@Validated
@ConfigurationProperties(prefix = "parley.router", ignoreUnknownFields = false)
record RouterProperties(
        @DefaultValue("24") @Min(1) @Max(1000) int partitions,
        @DefaultValue("") String nodeId,
        @DefaultValue List<@Pattern(regexp = "[a-z][a-z0-9-]{0,39}") String> channels,
        @NotNull Path stateDir,
        @DefaultValue("1") @Min(0) @Max(5) int standbyReplicas,
        @DefaultValue("1") @Min(1) @Max(64) int streamThreads,
        @DefaultValue("false") boolean leaveGroupOnClose) {

    RouterProperties {
        channels = List.copyOf(channels);
    }
}
