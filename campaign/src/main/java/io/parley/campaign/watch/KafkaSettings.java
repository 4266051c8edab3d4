package io.parley.campaign.watch;

import java.util.Map;

/// How the campaign reaches the broker.
final class KafkaSettings {

    private KafkaSettings() {}

    static Map<String, Object> client(String bootstrapServers, String clientId) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                clientId,
                "request.timeout.ms",
                5_000,
                "default.api.timeout.ms",
                60_000,
                "reconnect.backoff.max.ms",
                500);
    }
}
