package io.parley.campaign.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The tenants of a campaign: each with a web channel that lets guests in, limits that are out of the way, a secret
/// marker in its prompt, and another way to treat messages that come while a turn runs.
public final class TenantsFile {

    private static final List<String> ON_NEW_MESSAGE = List.of("interrupt", "queue", "steer");

    private TenantsFile() {}

    /// @param canaries tenant → marker, in file order
    /// @param sandbox where the stand-ins of the providers are, for tenants on every channel; null for none
    static void write(Path file, Map<String, String> canaries, @Nullable URI sandbox) throws IOException {
        var ids = List.copyOf(canaries.keySet());
        var tenants = IntStream.range(0, ids.size())
                .mapToObj(i -> tenant(
                        ids.get(i),
                        canaries.getOrDefault(ids.get(i), ""),
                        ON_NEW_MESSAGE.get(i % ON_NEW_MESSAGE.size()),
                        sandbox == null ? "" : channels(ids.get(i), i + 1, sandbox)))
                .collect(Collectors.joining("\n"));
        Files.writeString(file, "tenants:\n" + tenants);
    }

    private static String channels(String id, int number, URI sandbox) {
        return """
                  - {id: %1$s-telegram, kind: telegram, bot-token: "%2$d00:token-of-%1$s", webhook-secret: "hook-%1$s"}
                  - {id: %1$s-whatsapp, kind: whatsapp, phone-number-id: "90%2$d", access-token: "access-%1$s", app-secret: "app-%1$s", verify-token: "verify-%1$s"}
                  - {id: %1$s-ycloud, kind: ycloud, phone-number: "+54110000%2$d", api-key: "key-%1$s", webhook-secret: "whsec_%1$s"}
                  - {id: %1$s-slack, kind: slack, bot-token: "xoxb-%1$s", signing-secret: "sign-%1$s"}
                  - {id: %1$s-http, kind: http, secret: "secret-%1$s", callback-url: "%3$s/callback/%1$s-http"}""".formatted(id, number, sandbox).indent(6);
    }

    private static String tenant(String id, String canary, String onNewMessage, String channels) {
        return """
              - id: %1$s
                name: Tenant %1$s
                language: en
                channels:
                  - {id: %1$s-web, kind: web, guests: open, allowed-origins: ["*"], burst: {quiet: 100ms, cap: 2s}}
            %4$s
                agent:
                  system-prompt: "You answer for tenant %1$s. Its secret is %2$s."
                  memory-messages: 20
                  on-new-message: %3$s
                budget: {tokens-per-day: 2000000000, money-per-day: 1000000.0}
                limits: {messages-per-minute: 100000, burst: 1000, connections-per-user: 100}
                enabled: true
            """.formatted(id, canary, onNewMessage, channels);
    }
}
