package io.parley.schemas.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// One topic of the installation: its name, how many partitions it has and how it is kept.
///
/// @param partitions how many partitions
/// @param retention how long records are kept; ignored where `compacted`
/// @param maxRecord largest record accepted, in bytes
/// @param compression codec that the broker stores with, or `producer`
public record Topic(
        String name, Partitions partitions, Duration retention, boolean compacted, int maxRecord, String compression) {

    /// How the number of partitions is found.
    public enum Partitions {
        /// The installation's one number for client topics, `PARLEY_PARTITIONS`.
        CLIENTS,
        /// One for each slot of a WebSocket node.
        SLOTS,
        /// Exactly one.
        ONE
    }

    /// Number of WebSocket slots, hence of partitions of `outbound.web`.
    public static final int SLOTS = 64;

    static final int MEGABYTE = 1024 * 1024;

    static Topic kept(String name, Duration retention) {
        return new Topic(name, Partitions.CLIENTS, retention, false, 2 * MEGABYTE, "producer");
    }

    static Topic compacted(String name) {
        return new Topic(name, Partitions.ONE, Duration.ZERO, true, 2 * MEGABYTE, "producer");
    }

    Topic with(Partitions other) {
        return new Topic(name, other, retention, compacted, maxRecord, compression);
    }

    Topic withMaxRecord(int bytes) {
        return new Topic(name, partitions, retention, compacted, bytes, compression);
    }

    Topic withCompression(String codec) {
        return new Topic(name, partitions, retention, compacted, maxRecord, codec);
    }

    /// Number of partitions in an installation whose client topics have `clientPartitions`.
    public int partitionCount(int clientPartitions) {
        return switch (partitions) {
            case CLIENTS -> clientPartitions;
            case SLOTS -> SLOTS;
            case ONE -> 1;
        };
    }

    /// The topic's configuration as the broker takes it. Time is the broker's (`LogAppendTime`): a producer's clock
    /// decides nothing.
    public Map<String, String> configuration() {
        var configuration = new HashMap<String, String>();
        configuration.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxRecord));
        configuration.put(TopicConfig.COMPRESSION_TYPE_CONFIG, compression);
        if (compacted) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            configuration.put(TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofHours(1)));
            configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofDays(1)));
        } else {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configuration.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention));
            configuration.put(TopicConfig.SEGMENT_MS_CONFIG, millis(segment()));
        }
        return configuration;
    }

    private Duration segment() {
        var tenth = retention.dividedBy(10);
        return tenth.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : tenth;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
