package io.parley.lanes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to the group how far the partitions are: now and then while they are owned, once more when they are
/// given up. Belongs to the poll thread.
final class Commits<V> {
    private static final Logger log = LoggerFactory.getLogger(Commits.class);
    private static final Duration LAST_COMMIT = Duration.ofSeconds(5);
    /// An answer that has not come after this time is not waited for any longer.
    private static final long LOST_NANOS = Duration.ofSeconds(30).toNanos();

    private final Consumer<byte[], byte[]> consumer;
    private final long intervalNanos;
    private long lastSent = System.nanoTime();
    private boolean underWay;
    private int failures;

    Commits(Consumer<byte[], byte[]> consumer, Duration interval) {
        this.consumer = consumer;
        this.intervalNanos = interval.toNanos();
    }

    /// Commits without waiting for the answer, if it is time and there is something new.
    void commitNowAndThen(Collection<OwnedPartition<V>> partitions) {
        long since = System.nanoTime() - lastSent;
        if (since < intervalNanos || (underWay && since < LOST_NANOS)) {
            return;
        }
        Map<OwnedPartition<V>, OffsetLedger.Commit> due = due(partitions);
        lastSent = System.nanoTime();
        if (!due.isEmpty()) {
            underWay = true;
            consumer.commitAsync(offsets(due), (offsets, e) -> answered(due, e));
        }
    }

    private void answered(Map<OwnedPartition<V>, OffsetLedger.Commit> sent, @Nullable Exception e) {
        underWay = false;
        if (e == null) {
            failures = 0;
            sent.forEach(OwnedPartition::committed);
        } else if (Backoff.worthLogging(++failures)) {
            log.atWarn().addKeyValue("attempt", failures).setCause(e).log("offsets not committed, will commit again");
        }
    }

    /// Commits what the partitions have reached, and waits for the answer.
    void commitForTheLastTime(Collection<OwnedPartition<V>> partitions) {
        Map<OwnedPartition<V>, OffsetLedger.Commit> due = due(partitions);
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets(due), LAST_COMMIT);
        } catch (KafkaException e) {
            log.atWarn()
                    .addKeyValue("partitions", due.size())
                    .setCause(e)
                    .log("offsets not committed at the end, finished records will be repeated");
        }
    }

    private Map<OwnedPartition<V>, OffsetLedger.Commit> due(Collection<OwnedPartition<V>> partitions) {
        Map<OwnedPartition<V>, OffsetLedger.Commit> due = new HashMap<>();
        for (OwnedPartition<V> partition : partitions) {
            OffsetLedger.Commit commit = partition.ledger().commit();
            if (commit.offset() >= 0 && !commit.equals(partition.committed())) {
                due.put(partition, commit);
            }
        }
        return due;
    }

    private static <V> Map<TopicPartition, OffsetAndMetadata> offsets(
            Map<OwnedPartition<V>, OffsetLedger.Commit> commits) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        commits.forEach((partition, commit) ->
                offsets.put(partition.id(), new OffsetAndMetadata(commit.offset(), commit.metadata())));
        return offsets;
    }
}
