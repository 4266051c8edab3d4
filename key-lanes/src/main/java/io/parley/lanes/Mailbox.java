package io.parley.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One key's lane: the records that wait, and who works on them.
///
/// It keeps a bounded number of records, taken and waiting. Of those beyond it knows the offsets only; they
/// are read again once half of the kept ones are finished. So a key that piles up stops neither its partition
/// nor another key.
final class Mailbox<V> {
    enum Offer {
        /// The lane has the record.
        KEPT,
        /// The lane is full: it has the offset and will ask for the record.
        LEFT_OUT,
        /// The lane has it or had it.
        IGNORED
    }

    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final ArrayDeque<Entry<V>> waiting = new ArrayDeque<>(4);

    private final OwnedPartition<V> partition;
    private final Settings<V> settings;
    private final String key;
    private final ArrayDeque<Long> leftOut = new ArrayDeque<>(1);
    private @Nullable LaneCall<V> call;
    /// Waits for a permit, runs, or sleeps before a retry.
    private boolean active;
    private boolean askedForMore;
    private long newestCancel = -1;
    private long cancelSeen = -1;
    private int failures;

    Mailbox(OwnedPartition<V> partition, Settings<V> settings, String key) {
        this.partition = partition;
        this.settings = settings;
        this.key = key;
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    <T> T underLock(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    String key() {
        return key;
    }

    Ownership ownership() {
        return partition.ownership();
    }

    Instant now() {
        return settings.clock().instant();
    }

    void startThread(Runnable action) {
        partition.startThread(action);
    }

    /// Called by the poll thread.
    ///
    /// @param known whether the offset was read before
    Offer offer(Entry<V> entry, boolean known) {
        boolean cancels = settings.cancels().test(entry.record());
        return underLock(() -> {
            Offer offer = place(entry, known);
            if (cancels && offer != Offer.IGNORED) {
                cancelBefore(entry.offset());
            }
            return offer;
        });
    }

    private Offer place(Entry<V> entry, boolean known) {
        if (known && !isNextLeftOut(entry.offset())) {
            return Offer.IGNORED;
        }
        boolean behindLeftOut = !known && !leftOut.isEmpty();
        if (behindLeftOut || kept() >= settings.limits().maxRecordsPerLane()) {
            if (known) {
                askedForMore = false;
            } else {
                leftOut.add(entry.offset());
            }
            return Offer.LEFT_OUT;
        }
        leftOut.poll();
        waiting.add(entry);
        changed.signalAll();
        return Offer.KEPT;
    }

    private boolean isNextLeftOut(long offset) {
        return !leftOut.isEmpty() && leftOut.peek() == offset;
    }

    private int kept() {
        return waiting.size() + (call == null ? 0 : call.held());
    }

    private void cancelBefore(long offset) {
        newestCancel = Math.max(newestCancel, offset);
        if (call != null) {
            cancelSeen = newestCancel;
            call.cancel(Cancellation.BY_CLIENT);
        }
        changed.signalAll();
    }

    /// True if there is work and no thread for it; the caller must start one.
    boolean activate() {
        return underLock(() -> {
            boolean start = !active && !waiting.isEmpty();
            active |= start;
            return start;
        });
    }

    /// The first offset to be read again, or a negative number.
    long nextLeftOut() {
        return underLock(() -> leftOut.isEmpty() ? -1 : leftOut.peek());
    }

    void forgetLeftOut(long offset) {
        locked(() -> {
            if (isNextLeftOut(offset)) {
                leftOut.remove();
            }
        });
    }

    void stopAskingForMore() {
        locked(() -> askedForMore = false);
    }

    boolean isEmpty() {
        return underLock(() -> !active && waiting.isEmpty() && leftOut.isEmpty());
    }

    void cancel(Cancellation why) {
        locked(() -> {
            if (call != null) {
                call.cancel(why);
            }
            changed.signalAll();
        });
    }

    /// A call on what waits; cancelled from the start if there is a reason.
    LaneCall<V> begin() {
        return underLock(() -> {
            LaneCall<V> begun = new LaneCall<>(this);
            call = begun;
            cancelSeen = newestCancel;
            if (newestCancel > waiting.getFirst().offset()) {
                begun.cancel(Cancellation.BY_CLIENT);
            }
            Cancellation why = partition.cancellation();
            if (why != null) {
                begun.cancel(why);
            }
            return begun;
        });
    }

    /// Ends the call but leaves it what it holds.
    List<Entry<V>> close(LaneCall<V> ended) {
        return underLock(() -> ended.end());
    }

    /// Finishes one entry that the closed call holds.
    void finish(LaneCall<V> ended, Entry<V> entry) {
        locked(() -> {
            ended.release(entry);
            finished(entry);
        });
    }

    /// Ends the call and finishes what it holds.
    void finishAll(LaneCall<V> ended) {
        locked(() -> {
            List<Entry<V>> held = ended.end();
            call = null;
            failures = 0;
            held.forEach(this::finished);
        });
    }

    /// Ends the call; what it holds goes back to the head, in order.
    ///
    /// @return how often in a row the handler has failed
    int giveBack(LaneCall<V> ended, boolean failed) {
        return underLock(() -> {
            ended.end().reversed().forEach(waiting::addFirst);
            call = null;
            failures = failed ? failures + 1 : 0;
            return failures;
        });
    }

    /// Called with the lock held, after the entry has left the call.
    void finished(Entry<V> entry) {
        partition.finished(entry.raw());
        if (!leftOut.isEmpty() && !askedForMore && kept() <= settings.limits().maxRecordsPerLane() / 2) {
            askedForMore = true;
            partition.askForMore(this);
        }
    }

    /// Waits for the time, a new cancellation by the client, or the end of the ownership.
    void sleep(Duration delay) throws InterruptedException {
        lock.lock();
        try {
            long nanos = delay.toNanos();
            while (nanos > 0 && newestCancel <= cancelSeen && partition.cancellation() == null) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// True if there is more to do; otherwise the lane has no thread any more.
    boolean stayActive() {
        return underLock(() -> {
            active = !waiting.isEmpty();
            return active;
        });
    }
}
