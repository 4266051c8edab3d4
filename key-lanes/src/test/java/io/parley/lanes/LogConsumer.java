package io.parley.lanes;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A MockConsumer that reads from, and commits to, a [FakeCluster].
class LogConsumer extends MockConsumer<byte[], byte[]> {
    private final FakeCluster cluster;
    private final int maxPollRecords;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private volatile BooleanSupplier commitFails = () -> false;
    private volatile BooleanSupplier pollFails = () -> false;
    private @Nullable ConsumerRebalanceListener listener;

    LogConsumer(FakeCluster cluster, int maxPollRecords) {
        super("earliest");
        this.cluster = cluster;
        this.maxPollRecords = maxPollRecords;
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        cluster.partitions().forEach(id -> beginnings.put(id, 0L));
        updateBeginningOffsets(beginnings);
    }

    void commitFailsWhen(BooleanSupplier fails) {
        commitFails = fails;
    }

    void pollFailsWhen(BooleanSupplier fails) {
        pollFails = fails;
    }

    /// The next steering finds the partition gone, as it is for a consumer that was paused for too long.
    void refuseNextSteering() {
        refusing.set(true);
    }

    boolean isRefusing() {
        return refusing.get();
    }

    /// Does it on the poll thread, within the next poll.
    CompletableFuture<Void> onPoll(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            task.run();
            done.complete(null);
        });
        return done;
    }

    /// The group tells this consumer, in its next poll, what is its own now; what goes is revoked first.
    CompletableFuture<Void> assignTo(Set<TopicPartition> ids) {
        return onPoll(() -> {
            Set<TopicPartition> keep = new HashSet<>(assignment());
            keep.retainAll(ids);
            if (!keep.equals(assignment())) {
                rebalance(keep);
            }
            cluster.own(this, ids);
            super.commitAsync(cluster.committed(), null);
            rebalance(ids);
        });
    }

    /// The group has given everything to others without asking.
    CompletableFuture<Void> loseAll() {
        cluster.own(this, Set.of());
        return onPoll(() -> {
            if (listener != null) {
                listener.onPartitionsLost(assignment());
            }
            rebalance(Set.of());
        });
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
        listener = rebalances;
        super.subscribe(topics, rebalances);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        if (pollFails.getAsBoolean()) {
            throw new org.apache.kafka.common.errors.TimeoutException("no answer");
        }
        feed();
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty() && tasks.isEmpty()) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return records;
    }

    private synchronized void feed() {
        for (TopicPartition id : assignment()) {
            if (!paused.contains(id)) {
                cluster.read(id, position(id), maxPollRecords).forEach(this::addRecord);
            }
        }
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> ids) {
        super.pause(ids);
        paused.addAll(ids);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> ids) {
        if (refusing.compareAndSet(true, false)) {
            throw new IllegalStateException("No current assignment for partitions " + ids);
        }
        super.resume(ids);
        paused.removeAll(ids);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> ids, Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(cluster.committed());
        committed.keySet().retainAll(ids);
        return committed;
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        boolean stored = !commitFails.getAsBoolean() && cluster.commit(this, offsets);
        if (callback != null) {
            callback.onComplete(offsets, stored ? null : new CommitFailedException("not stored"));
        }
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        if (commitFails.getAsBoolean() || !cluster.commit(this, offsets)) {
            throw new CommitFailedException("not stored");
        }
    }

    @Override
    public void close(CloseOptions options) {
        cluster.own(this, Set.of());
        super.close(options);
    }
}
