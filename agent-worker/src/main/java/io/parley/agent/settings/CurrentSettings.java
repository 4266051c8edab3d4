package io.parley.agent.settings;

import io.parley.agent.Client;
import java.util.List;
import java.util.Optional;

/// The tenants' settings as this worker knows them now.
public interface CurrentSettings {

    /// What holds now.
    Optional<AgentSettings> current(String tenant);

    /// What holds now for the client, who may be among those with whom a new prompt is tried.
    default Optional<AgentSettings> of(Client client) {
        return current(client.tenant()).map(settings -> settings.of(client.id()));
    }

    /// The version that a turn began with, or what holds now if that is gone.
    Optional<AgentSettings> version(String tenant, String version);

    /// Ids of all tenants.
    List<String> tenants();
}
