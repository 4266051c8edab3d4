package io.parley.ingress.ws;

import io.parley.schemas.wire.ClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Settings of the node's Kafka clients; who has them may rely on the topics being there.
public record KafkaSettings(Map<String, Object> common) {

    public KafkaSettings {
        common = Map.copyOf(common);
    }

    /// A producer that gives a record up after `patience` and keeps a caller waiting for at most `block`.
    public Map<String, Object> producer(String name, Duration patience, Duration block) {
        var settings = ClientSettings.producer(common);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingress-ws-" + name);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                patience.dividedBy(2).toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, block.toMillis());
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        return settings;
    }

    /// A consumer without a group, which is told rather than moved when its place is gone.
    public Map<String, Object> consumer(String name) {
        var settings = new HashMap<>(common);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "ingress-ws-" + name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        return settings;
    }
}
