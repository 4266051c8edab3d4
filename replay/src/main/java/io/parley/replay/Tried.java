package io.parley.replay;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.TenantsFile;
import io.parley.channels.Channels;
import io.parley.replay.exact.Trial;
import io.parley.replay.record.Records;
import io.parley.schemas.settings.TenantDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Settings from files, tried on recorded turns. A turn keeps the name of the version that it had: what is looked for
/// is
/// what the new words change.
final class Tried {

    private Tried() {}

    /// The file's text as the system prompt of all tenants.
    static Trial prompt(Path file) {
        var prompt = text(file);
        return (tenant, recorded) -> recorded.map(settings -> settings.withSystemPrompt(prompt));
    }

    /// The entries of a tenants file; tenants that it does not name keep what they had.
    static Trial tenants(Path file) {
        var tenants = TenantsFile.read(file, name -> System.getenv().getOrDefault(name, ""), new Channels(List.of()));
        return (tenant, recorded) -> recorded.map(settings -> tenants.tenants().stream()
                .filter(entry -> entry.path("id").asString("").equals(tenant))
                .findFirst()
                .map(entry -> settings(tenant, settings.version(), entry))
                .orElse(settings));
    }

    private static AgentSettings settings(String tenant, String version, JsonNode entry) {
        var document = new TenantDocument(tenant, AgentSettings.document(version), 0, entry);
        return new AgentSettings(document).as(version);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Records.Unreadable("can't read " + file);
        }
    }
}
