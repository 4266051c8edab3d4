package io.parley.lanes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the poll thread does: polls, hands out, pauses and resumes, commits. It never waits for a handler,
/// except for a bounded time when partitions are given up.
final class PollLoop<V> implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final long TROUBLE_SECONDS = 1;

    private final Shared<V> shared;
    private final Consumer<byte[], byte[]> consumer;
    private final Commits<V> commits;
    private final Assignment<V> assignment;
    private final StallWatch<V> stalls;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Duration drain = Duration.ZERO;
    private int failures;

    PollLoop(Shared<V> shared, Consumer<byte[], byte[]> consumer) {
        Settings.Limits limits = shared.settings().limits();
        this.shared = shared;
        this.consumer = consumer;
        this.commits = new Commits<>(consumer, limits.commitInterval());
        this.assignment = new Assignment<>(shared, consumer, commits);
        this.stalls = new StallWatch<>(limits.stalledAfter(), shared.totals());
    }

    boolean isHealthy() {
        return ended.getCount() > 0 && assignment.isAnswered();
    }

    /// Asks the thread to end; it lets running handlers end for this long.
    void stop(Duration drain) {
        if (stopping.getCount() > 0) {
            this.drain = drain;
            stopping.countDown();
        }
    }

    boolean awaitEnd(Duration time) throws InterruptedException {
        return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(shared.settings().topics(), assignment);
            while (stopping.getCount() > 0) {
                assignment.takeOver();
                turn();
            }
            drain();
        } catch (InvalidOffsetException e) {
            fail(e, "no valid committed offset, lanes stopped: a person must decide where this group goes on");
        } catch (Throwable e) {
            fail(e, "poll thread failed, lanes stopped");
        } finally {
            leave();
            ended.countDown();
        }
    }

    private void turn() throws InterruptedException {
        long share = shared.settings().limits().maxBufferedBytes()
                / Math.max(1, assignment.owned().size());
        assignment.owned().forEach(partition -> steer(partition, share));
        ConsumerRecords<byte[], byte[]> records = poll();
        for (TopicPartition id : records.partitions()) {
            handOut(id, records.records(id));
        }
        commits.commitNowAndThen(assignment.owned());
        stalls.look(assignment.owned());
    }

    /// Reads further, elsewhere, or not at all.
    private void steer(OwnedPartition<V> partition, long share) {
        OptionalLong seek = partition.seek();
        if (seek.isPresent()) {
            var _ = asLongAsAssigned(() -> consumer.seek(partition.id(), seek.getAsLong()));
        }
        boolean pause = stopping.getCount() == 0 || !partition.wantsRecords(share);
        if (pause != partition.isPaused() && asLongAsAssigned(() -> pauseOrResume(partition.id(), pause))) {
            partition.paused(pause);
        }
    }

    private void pauseOrResume(TopicPartition id, boolean pause) {
        if (pause) {
            consumer.pause(List.of(id));
        } else {
            consumer.resume(List.of(id));
        }
    }

    /// Who was paused for longer than the group waits has lost its partitions, and the consumer knows it before it
    /// tells:
    /// the next poll does.
    private static boolean asLongAsAssigned(Runnable steering) {
        try {
            steering.run();
            return true;
        } catch (IllegalStateException e) {
            log.atInfo().addKeyValue("cause", e.getMessage()).log("partition gone, not steered");
            return false;
        }
    }

    /// A broker that is away is waited for, and so is the group after it has given us up; what cannot heal by
    /// itself goes up.
    private ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            failures = 0;
            return records;
        } catch (RetriableException | StaleMemberEpochException | UnknownMemberIdException e) {
            if (Backoff.worthLogging(++failures)) {
                log.atWarn().addKeyValue("attempt", failures).setCause(e).log("poll failed, will poll again");
            }
            stopping.await(TROUBLE_SECONDS, TimeUnit.SECONDS);
            return ConsumerRecords.empty();
        }
    }

    private void handOut(TopicPartition id, List<ConsumerRecord<byte[], byte[]>> records) {
        OwnedPartition<V> partition = assignment.find(id);
        if (partition == null) {
            comeAgain(id, records.getFirst().offset());
        } else {
            records.forEach(partition::accept);
        }
    }

    /// What comes before its partition is taken over must not count as a gap in the log.
    private void comeAgain(TopicPartition id, long offset) {
        if (consumer.assignment().contains(id)) {
            var _ = asLongAsAssigned(() -> consumer.seek(id, offset));
        }
    }

    /// Goes on polling, for the group's and the commits' sake, until nothing runs any more or the time is
    /// over.
    private void drain() throws InterruptedException {
        long deadline = System.nanoTime() + drain.toNanos();
        assignment.owned().forEach(partition -> partition.gate().shut());
        while (deadline - System.nanoTime() > 0 && !assignment.isQuiet()) {
            turn();
        }
        assignment.giveUpAll(Cancellation.SHUTDOWN, deadline);
    }

    private void fail(Throwable e, String message) {
        log.atError()
                .addKeyValue("topics", shared.settings().topics())
                .setCause(e)
                .log(message);
        assignment.giveUpAll(Cancellation.SHUTDOWN, System.nanoTime());
    }

    private void leave() {
        try {
            consumer.close(CloseOptions.timeout(LEAVE));
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("group not left in order");
        }
    }

    Stats stats() {
        Collection<OwnedPartition<V>> owned = assignment.owned();
        Totals totals = shared.totals();
        return new Stats(
                shared.permits().running(),
                owned.stream().mapToInt(OwnedPartition::lanes).sum(),
                shared.permits().waiting(),
                totals.retrying.get(),
                owned.stream()
                        .mapToLong(partition -> partition.ledger().unfinished())
                        .sum(),
                owned.stream().mapToLong(OwnedPartition::bytes).sum(),
                owned.size(),
                (int) owned.stream().filter(OwnedPartition::isPaused).count(),
                totals.received.sum(),
                totals.finished.sum(),
                totals.parked.sum(),
                totals.retries.sum(),
                totals.skipped.sum());
    }
}
