package io.parley.agent.agenda;

import io.parley.agent.Client;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tool.ToolCall;
import io.parley.schemas.settings.TenantDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tenant and its clients, as the tools of the agenda see them.
final class Tenant {

    /// A Saturday.
    static final Instant NOW = Instant.parse("2027-02-27T12:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Tenant() {}

    /// Fields of a tenant's entry, as the tenants file writes them on one line.
    static AgentSettings settings(String fields) {
        var entry = new Yaml().<Object>load("{" + fields + "}");
        return new AgentSettings(new TenantDocument("t", "v1", 0, JSON.valueToTree(entry)));
    }

    static Client client(String tenant, String user) {
        return new Client(tenant + ":" + tenant + "-web:g." + user, tenant, "web", tenant + "-web");
    }

    /// A call of the client's turn; the same arguments of the same turn are the same call.
    static ToolCall call(Client client, AgentSettings settings, String turn, String arguments) {
        return new ToolCall(
                client,
                Optional.empty(),
                settings,
                turn,
                NOW,
                json(arguments),
                key(client.id() + turn + arguments),
                (percent, message) -> {});
    }

    static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static String key(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
