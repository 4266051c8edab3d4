package io.parley.agent.settings;

import java.util.List;
import java.util.Optional;

/// The tenants' settings as this worker knows them now.
public interface CurrentSettings {

    /// What holds now.
    Optional<AgentSettings> current(String tenant);

    /// The version that a turn began with, or what holds now if that is gone.
    Optional<AgentSettings> version(String tenant, String version);

    /// Ids of all tenants.
    List<String> tenants();
}
