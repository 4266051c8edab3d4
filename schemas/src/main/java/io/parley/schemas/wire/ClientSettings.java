package io.parley.schemas.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Producer settings that every process keeps, so that no hop loses, doubles or reorders a record.
public final class ClientSettings {

    private ClientSettings() {}

    /// Adds to a service's own settings: all replicas acknowledge, idempotent, and no lingering (Kafka 4's default
    /// is 5 ms a hop) unless the service asks for it.
    public static Map<String, Object> producer(Map<String, Object> own) {
        var settings = new HashMap<>(own);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 9 * 1024 * 1024);
        return settings;
    }
}
