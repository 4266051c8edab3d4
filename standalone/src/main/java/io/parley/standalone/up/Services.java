package io.parley.standalone.up;

import io.parley.standalone.service.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The services and their settings. Each setting is given to a service as an argument, under the name that it has in
/// the environment, so that in one JVM each service has its own.
///
/// @param others where the broker, the database and the model are
record Services(Ports ports, Secrets secrets, Map<String, String> others, Path tenants, Path streams) {

    /// What the services hold in common and nobody else may know.
    record Secrets(String adminToken, String internalToken, String keyset) {}

    List<Service> all() {
        List<Service> services = new ArrayList<>();
        services.add(service(Rank.ROUTER, "egress-router", ports.router(), ServiceKind.EGRESS_ROUTER));
        services.add(service(Rank.WORKER, "agent-worker", ports.worker(), ServiceKind.AGENT_WORKER));
        services.add(service(Rank.INGRESS, "ingress-webhooks", ports.webhooks(), ServiceKind.INGRESS_WEBHOOKS));
        for (int node = 0; node < ports.webSocketNodes(); node++) {
            services.add(
                    service(Rank.INGRESS, "ingress-ws-" + (node + 1), ports.webSockets(node), ServiceKind.INGRESS_WS));
        }
        return services;
    }

    private Service service(int rank, String name, int port, ServiceKind kind) {
        Map<String, String> settings = new LinkedHashMap<>(others);
        settings.put("SERVER_PORT", String.valueOf(port));
        settings.put("server.port", String.valueOf(port));
        settings.put("server.address", "localhost");
        settings.put("PARLEY_NODE_ID", name);
        settings.put("PARLEY_ADMIN_TOKEN", secrets.adminToken());
        settings.put("PARLEY_INTERNAL_TOKEN", secrets.internalToken());
        settings.put("PARLEY_SECRETS_KEYSET", secrets.keyset());
        int door = kind == ServiceKind.INGRESS_WS ? port : ports.webSockets(0);
        settings.put("PARLEY_PUBLIC_URL", "http://localhost:" + door);
        settings.put("PARLEY_TENANTS_FILE", tenants.toString());
        settings.put("PARLEY_STATE_DIR", streams.toString());
        settings.put("parley.simulate", "open");
        settings.put("parley.standby-replicas", "0");
        settings.put("spring.main.register-shutdown-hook", "false");
        List<String> arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        return new Service(rank, name, port, kind, arguments);
    }
}
