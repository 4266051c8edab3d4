package io.parley.lanes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The partitions that are owned now, how they come and how they go. Belongs to the poll thread; others may
/// look.
final class Assignment<V> implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(Assignment.class);
    private static final Duration READ_OFFSETS = Duration.ofSeconds(5);
    /// How long cancelled work may still end.
    private static final Duration GRACE = Duration.ofMillis(250);

    private final Shared<V> shared;
    private final Consumer<byte[], byte[]> consumer;
    private final Commits<V> commits;
    private final ConcurrentMap<TopicPartition, OwnedPartition<V>> owned = new ConcurrentHashMap<>();
    /// Assigned, but what is committed for them is not read yet; they are paused.
    private final Set<TopicPartition> arriving = new HashSet<>();
    private volatile boolean answered;

    Assignment(Shared<V> shared, Consumer<byte[], byte[]> consumer, Commits<V> commits) {
        this.shared = shared;
        this.consumer = consumer;
        this.commits = commits;
    }

    Collection<OwnedPartition<V>> owned() {
        return owned.values();
    }

    /// Whether nothing runs, for any partition.
    boolean isQuiet() {
        return owned.values().stream().allMatch(partition -> partition.gate().isQuiet());
    }

    @Nullable
    OwnedPartition<V> find(TopicPartition id) {
        return owned.get(id);
    }

    /// Whether the group has ever told us what is ours.
    boolean isAnswered() {
        return answered;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> ids) {
        answered = true;
        consumer.pause(ids);
        arriving.addAll(ids);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> ids) {
        arriving.removeAll(ids);
        giveUp(
                owned(ids),
                Cancellation.REVOKED,
                deadline(shared.settings().limits().revokeWait()));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> ids) {
        arriving.removeAll(ids);
        List<OwnedPartition<V>> lost = owned(ids);
        if (!lost.isEmpty()) {
            log.atWarn().addKeyValue("partitions", lost.size()).log("partitions lost without being asked");
        }
        end(lost, Cancellation.REVOKED);
    }

    private List<OwnedPartition<V>> owned(Collection<TopicPartition> ids) {
        return ids.stream().map(owned::get).filter(Objects::nonNull).toList();
    }

    /// Begins the ownership of what has arrived, as soon as the group tells what was finished before.
    void takeOver() {
        if (arriving.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(arriving), READ_OFFSETS);
            for (TopicPartition id : arriving) {
                owned.put(id, new OwnedPartition<>(id, shared, ledger(committed.get(id))));
            }
            log.atInfo().addKeyValue("partitions", arriving.size()).log("partitions taken over");
            arriving.clear();
        } catch (RetriableException | StaleMemberEpochException | UnknownMemberIdException e) {
            log.atWarn().setCause(e).log("committed offsets not read, will ask again");
        }
    }

    private static OffsetLedger ledger(@Nullable OffsetAndMetadata committed) {
        return committed == null
                ? new OffsetLedger()
                : new OffsetLedger(new OffsetLedger.Commit(committed.offset(), committed.metadata()));
    }

    /// Ends the ownership of everything: nothing new begins, what runs may end until the deadline, the rest
    /// is cancelled.
    void giveUpAll(Cancellation why, long deadline) {
        giveUp(List.copyOf(owned.values()), why, deadline);
    }

    private void giveUp(List<OwnedPartition<V>> leaving, Cancellation why, long deadline) {
        if (leaving.isEmpty()) {
            return;
        }
        leaving.forEach(partition -> partition.gate().shut());
        awaitQuiet(leaving, deadline);
        end(leaving, why);
        commits.commitForTheLastTime(leaving);
        log.atInfo()
                .addKeyValue("partitions", leaving.size())
                .addKeyValue("reason", why)
                .log("partitions given up");
    }

    private void end(List<OwnedPartition<V>> leaving, Cancellation why) {
        leaving.forEach(partition -> partition.cancel(why));
        awaitQuiet(leaving, deadline(GRACE));
        leaving.forEach(partition -> {
            partition.ledger().close();
            owned.remove(partition.id(), partition);
            partition.ownershipSoFar().ifPresent(shared.settings().released());
        });
    }

    private void awaitQuiet(List<OwnedPartition<V>> leaving, long deadline) {
        try {
            for (OwnedPartition<V> partition : leaving) {
                partition.gate().awaitQuiet(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long deadline(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }
}
