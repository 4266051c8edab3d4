package io.parley.egress;

import io.parley.schemas.topics.Groups;
import io.parley.schemas.wire.ClientSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Kafka Streams settings as measured: no lingering, no idling, frequent commits, a static member.
final class StreamsSettings {

    private StreamsSettings() {}

    /// Adds to bootstrap servers, client id and security of the service's Kafka clients.
    static Map<String, Object> of(RouterProperties properties, Map<String, Object> own) {
        var settings = new HashMap<>(own);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, Groups.EGRESS_ROUTER);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, properties.stateDir().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        // Rows are collected between two commits; reads of older ones go to RocksDB's own cache.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 2L << 20);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, properties.streamThreads());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, properties.standbyReplicas());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_MS_CONFIG), 3_600_000);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), 86_400_000);
        ClientSettings.producer(Map.of())
                .forEach((key, value) -> settings.put(StreamsConfig.producerPrefix(key), value));
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        // The others hear of a death with their next heartbeat.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 300);
        if (!properties.nodeId().isEmpty()) {
            // Each thread appends its number.
            settings.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), properties.nodeId());
        }
        return settings;
    }
}
