package io.parley.campaign.system;

import io.parley.schemas.settings.SecretSealer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/// Where each process of a system is, and what its environment tells it.
final class Surroundings {

    /// All people of a campaign come from one address, which no real crowd does.
    static final Map<String, String> DOOR = Map.of(
            "PARLEY_WS_ADDRESS_CONNECTIONS", "0", "PARLEY_WS_ADDRESS_UPGRADES", "0", "PARLEY_WS_ADDRESS_MESSAGES", "0");

    private final Path folder;
    private final Layout layout;
    private final String keyset = SecretSealer.newKeyset();
    private final String internalToken = UUID.randomUUID().toString();
    private final String adminToken = UUID.randomUUID().toString();
    private final Map<String, Integer> ports = new HashMap<>();

    /// Takes a free port for each process.
    Surroundings(Path folder, Layout layout) {
        this.folder = folder;
        this.layout = layout;
        Iterator<Integer> free = Ports.free(layout.all().size()).iterator();
        layout.all().forEach(name -> ports.put(name, free.next()));
    }

    int port(String name) {
        return ports.getOrDefault(name, 0);
    }

    String portText(String name) {
        return Integer.toString(port(name));
    }

    /// Where a process keeps what survives it.
    Path data(String name) {
        return folder.resolve("data").resolve(name).toAbsolutePath();
    }

    Path tenants() {
        return folder.resolve("tenants.yml").toAbsolutePath();
    }

    String bootstrapServers() {
        return "localhost:" + port(Layout.KAFKA);
    }

    URI model() {
        return http(Layout.MODEL);
    }

    URI sandbox() {
        return http(Layout.SANDBOX);
    }

    private URI http(String name) {
        return URI.create("http://localhost:" + port(name));
    }

    /// The settings of a process.
    Map<String, String> of(String name) {
        var settings = new HashMap<String, String>();
        settings.put("SERVER_PORT", portText(name));
        settings.put("PARLEY_NODE_ID", name + "-1");
        settings.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        settings.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://localhost:" + port(Layout.POSTGRES) + "/parley");
        settings.put("SPRING_DATASOURCE_USERNAME", "parley");
        settings.put("SPRING_DATASOURCE_PASSWORD", "parley");
        settings.put("PARLEY_PARTITIONS", "6");
        settings.put("PARLEY_TENANTS_FILE", tenants().toString());
        settings.put("PARLEY_STANDBY_REPLICAS", layout.routers() > 1 ? "1" : "0");
        settings.put("PARLEY_STATE_DIR", data(name).toString());
        settings.put("PARLEY_SECRETS_KEYSET", keyset);
        settings.put("PARLEY_INTERNAL_TOKEN", internalToken);
        settings.put("PARLEY_ADMIN_TOKEN", adminToken);
        settings.put("PARLEY_MEDIA_STORE", "file:" + data("media"));
        settings.putAll(DOOR);
        settings.putAll(outside());
        return settings;
    }

    private Map<String, String> outside() {
        return Map.of(
                "OPENAI_BASE_URL", model().resolve("/v1").toString(),
                "OPENAI_API_KEY", "stand-in",
                "OPENAI_MODEL", "stand-in",
                "TELEGRAM_API_BASE_URL", sandbox() + "/telegram",
                "WHATSAPP_GRAPH_BASE_URL", sandbox() + "/graph",
                "YCLOUD_API_BASE_URL", sandbox() + "/ycloud/v2",
                "SLACK_API_BASE_URL", sandbox() + "/slack/api",
                "TIENDANUBE_API_BASE_URL", sandbox() + "/tiendanube/v1",
                "PARLEY_PRIVATE_CALLBACKS", "true");
    }
}
