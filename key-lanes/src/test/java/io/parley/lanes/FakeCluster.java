package io.parley.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// One topic and one group in memory: what a broker keeps, for consumers that are [LogConsumer]s.
final class FakeCluster {
    static final String TOPIC = "letters";

    /// Hears of each accepted commit, while the cluster stands still.
    interface CommitListener {
        void committed(TopicPartition id, OffsetAndMetadata offset);
    }

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, LogConsumer> owners = new HashMap<>();
    private CommitListener listener = (id, offset) -> {};

    FakeCluster(int partitions) {
        IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(TOPIC, p))
                .forEach(id -> logs.put(id, new ArrayList<>()));
    }

    void listenToCommits(CommitListener commits) {
        listener = commits;
    }

    Set<TopicPartition> partitions() {
        return logs.keySet();
    }

    /// Appends to the partition that the key belongs to.
    long append(String key, String value) {
        int partition = Math.floorMod(key.hashCode(), logs.size());
        return append(partition, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    synchronized long append(int partition, byte @Nullable [] key, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> log = log(new TopicPartition(TOPIC, partition));
        long offset = log.size();
        log.add(new ConsumerRecord<>(
                TOPIC,
                partition,
                offset,
                1_000 + offset,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty()));
        return offset;
    }

    synchronized List<ConsumerRecord<byte[], byte[]>> read(TopicPartition id, long position, int max) {
        List<ConsumerRecord<byte[], byte[]>> log = log(id);
        int from = (int) Math.min(position, log.size());
        return List.copyOf(log.subList(from, Math.min(log.size(), from + max)));
    }

    synchronized long end(TopicPartition id) {
        return log(id).size();
    }

    private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition id) {
        return java.util.Objects.requireNonNull(logs.get(id));
    }

    synchronized void own(LogConsumer consumer, Set<TopicPartition> ids) {
        owners.values().removeIf(owner -> owner.equals(consumer));
        ids.forEach(id -> owners.put(id, consumer));
    }

    /// What belongs to a consumer, as the group sees it.
    synchronized Set<TopicPartition> ownedBy(LogConsumer consumer) {
        Set<TopicPartition> ids = new HashSet<>(owners.keySet());
        ids.removeIf(id -> !consumer.equals(owners.get(id)));
        return ids;
    }

    /// False, and nothing is stored, when somebody else owns one of the partitions.
    synchronized boolean commit(LogConsumer consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!ownedBy(consumer).containsAll(offsets.keySet())) {
            return false;
        }
        offsets.forEach((id, offset) -> {
            committed.put(id, offset);
            listener.committed(id, offset);
        });
        return true;
    }

    synchronized Map<TopicPartition, OffsetAndMetadata> committed() {
        return Map.copyOf(committed);
    }

    synchronized long committed(int partition) {
        OffsetAndMetadata offset = committed.get(new TopicPartition(TOPIC, partition));
        return offset == null ? 0 : offset.offset();
    }
}
