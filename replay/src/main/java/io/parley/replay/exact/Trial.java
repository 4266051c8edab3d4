package io.parley.replay.exact;

import io.parley.agent.settings.AgentSettings;
import java.util.Optional;

/// What is tried on recorded turns instead of what they had.
@FunctionalInterface
public interface Trial {

    /// The settings that a turn is run again with.
    ///
    /// @param recorded those that it had
    Optional<AgentSettings> settings(String tenant, Optional<AgentSettings> recorded);

    /// Nothing else than what they had.
    static Trial none() {
        return (tenant, recorded) -> recorded;
    }
}
