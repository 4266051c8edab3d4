package io.parley.campaign.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The tenants of a campaign: each with a web channel that lets guests in, limits that are out of the way, a secret
/// marker in its prompt, and another way to treat messages that come while a turn runs.
public final class TenantsFile {

    private static final List<String> ON_NEW_MESSAGE = List.of("interrupt", "queue", "steer");

    private TenantsFile() {}

    /// @param canaries tenant → marker, in file order
    static void write(Path file, Map<String, String> canaries) throws IOException {
        var number = new int[1];
        var tenants = canaries.entrySet().stream()
                .map(tenant -> tenant(
                        tenant.getKey(), tenant.getValue(), ON_NEW_MESSAGE.get(number[0]++ % ON_NEW_MESSAGE.size())))
                .collect(Collectors.joining("\n"));
        Files.writeString(file, "tenants:\n" + tenants);
    }

    private static String tenant(String id, String canary, String onNewMessage) {
        return """
              - id: %1$s
                name: Tenant %1$s
                language: en
                channels:
                  - {id: %1$s-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 100ms, cap: 2s}}
                agent:
                  system-prompt: "You answer for tenant %1$s. Its secret is %2$s."
                  memory-messages: 20
                  on-new-message: %3$s
                budget: {tokens-per-day: 2000000000, money-per-day: 1000000.0}
                limits: {messages-per-minute: 100000, burst: 1000, connections-per-user: 100}
                enabled: true
            """.formatted(id, canary, onNewMessage);
    }
}
