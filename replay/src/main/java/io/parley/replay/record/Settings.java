package io.parley.replay.record;

import io.parley.agent.settings.AgentSettings;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.TenantDocument;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The versions of the tenants' settings that a recording holds. Secrets stay as they are, sealed or gone.
public final class Settings {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, AgentSettings> versions = new HashMap<>();
    private final List<Logged<TenantSettings>> pointers;

    public Settings(List<Logged<TenantSettings>> records) {
        for (var record : records) {
            var settings = record.value();
            settings.getDocument()
                    .ifPresent(document -> versions.put(
                            settings.getTenant() + "/" + settings.getVersion(),
                            new AgentSettings(new TenantDocument(
                                    settings.getTenant(),
                                    settings.getVersion(),
                                    settings.getRank(),
                                    JSON.readTree(document)))));
        }
        pointers = records.stream()
                .filter(record -> record.value().getDocument().isEmpty())
                .sorted(Comparator.comparing(Logged::at))
                .toList();
    }

    /// One version, as a turn names it.
    public Optional<AgentSettings> version(String tenant, String version) {
        return Optional.ofNullable(versions.get(tenant + "/" + AgentSettings.document(version)))
                .map(settings -> settings.as(version));
    }

    /// What held at a time; of the topic's compacted past the oldest that is left.
    public Optional<AgentSettings> at(String tenant, Instant time) {
        var own = pointers.stream()
                .map(Logged::value)
                .filter(pointer -> pointer.getTenant().equals(tenant))
                .toList();
        return own.stream()
                .filter(pointer -> !pointer.getAt().isAfter(time))
                .reduce((earlier, later) -> later)
                .or(() -> own.stream().findFirst())
                .flatMap(pointer -> version(tenant, pointer.getVersion()));
    }
}
