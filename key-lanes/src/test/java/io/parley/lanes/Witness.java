package io.parley.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Sees what really happens to each record, knows nothing of ledgers, and holds the promises against it.
///
/// The value of a record begins with its number among the records of its key.
final class Witness {
    final List<String> disorder = new CopyOnWriteArrayList<>();
    final List<String> prematureCommits = new CopyOnWriteArrayList<>();
    final List<String> repetitions = new CopyOnWriteArrayList<>();

    private final Map<Integer, BitSet> done = new HashMap<>();
    private final Map<String, Integer> lastOfKey = new HashMap<>();
    private final FakeCluster cluster;
    private int handled;

    Witness(FakeCluster cluster) {
        this.cluster = cluster;
    }

    static int number(String value) {
        return Integer.parseInt(value.substring(0, value.indexOf(' ')));
    }

    /// The work for this record has taken effect.
    synchronized void done(LaneRecord<String> record) {
        done(record.key(), record.value(), record.partition(), record.offset());
    }

    synchronized void done(ConsumerRecord<byte[], byte[]> record) {
        done(new String(record.key(), UTF_8), new String(record.value(), UTF_8), record.partition(), record.offset());
    }

    private void done(String key, String value, int partition, long offset) {
        handled++;
        BitSet ofPartition = done.computeIfAbsent(partition, p -> new BitSet());
        if (ofPartition.get((int) offset)) {
            return;
        }
        ofPartition.set((int) offset);
        int number = number(value);
        int expected = lastOfKey.getOrDefault(key, -1) + 1;
        if (number != expected) {
            disorder.add("%s: %d instead of %d".formatted(key, number, expected));
        }
        lastOfKey.put(key, number);
    }

    /// A commit that the group has accepted may name only what is done.
    synchronized void committed(TopicPartition id, OffsetAndMetadata commit) {
        BitSet premature = covered(commit);
        premature.andNot(done.getOrDefault(id.partition(), new BitSet()));
        if (!premature.isEmpty()) {
            prematureCommits.add("%s: %s in %s".formatted(id, premature, commit));
        }
    }

    /// Which offsets a commit calls finished.
    static BitSet covered(OffsetAndMetadata commit) {
        BitSet covered = new BitSet();
        covered.set(0, (int) commit.offset());
        RunLengths.decode(commit.offset(), commit.metadata())
                .forEach(range -> covered.set((int) range.start(), (int) range.end()));
        return covered;
    }

    /// How many records of the cluster have had no effect.
    synchronized long lost() {
        return cluster.partitions().stream()
                .mapToLong(id -> cluster.end(id)
                        - done.getOrDefault(id.partition(), new BitSet()).cardinality())
                .sum();
    }

    synchronized String summary() {
        int distinct = done.values().stream().mapToInt(BitSet::cardinality).sum();
        return "%d records, %d handled, %d violations"
                .formatted(
                        distinct,
                        handled,
                        Stream.of(disorder, prematureCommits, repetitions)
                                .mapToInt(List::size)
                                .sum());
    }
}
