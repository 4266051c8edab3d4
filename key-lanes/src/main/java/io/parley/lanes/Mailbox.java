package io.parley.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    String key() {
        return key;
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
        lock.lock();
        try {
            Offer offer = place(entry, known);
            if (cancels && offer != Offer.IGNORED) {
                cancelBefore(entry.offset());
            }
            return offer;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            boolean start = !active && !waiting.isEmpty();
            active |= start;
            return start;
        } finally {
            lock.unlock();
        }
    }

    /// The first offset to be read again, or a negative number.
    long nextLeftOut() {
        lock.lock();
        try {
            return leftOut.isEmpty() ? -1 : leftOut.peek();
        } finally {
            lock.unlock();
        }
    }

    void forgetLeftOut(long offset) {
        lock.lock();
        try {
            if (isNextLeftOut(offset)) {
                leftOut.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void stopAskingForMore() {
        lock.lock();
        try {
            askedForMore = false;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return !active && waiting.isEmpty() && leftOut.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void cancel(Cancellation why) {
        lock.lock();
        try {
            if (call != null) {
                call.cancel(why);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A call on what waits; cancelled from the start if there is a reason.
    LaneCall<V> begin() {
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
    }

    /// Ends the call but leaves it what it holds.
    List<Entry<V>> close(LaneCall<V> ended) {
        lock.lock();
        try {
            return ended.end();
        } finally {
            lock.unlock();
        }
    }

    /// Finishes one entry that the closed call holds.
    void finish(LaneCall<V> ended, Entry<V> entry) {
        lock.lock();
        try {
            ended.release(entry);
            finished(entry);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the call and finishes what it holds.
    void finishAll(LaneCall<V> ended) {
        lock.lock();
        try {
            List<Entry<V>> held = ended.end();
            call = null;
            failures = 0;
            held.forEach(this::finished);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the call; what it holds goes back to the head, in order.
    ///
    /// @return how often in a row the handler has failed
    int giveBack(LaneCall<V> ended, boolean failed) {
        lock.lock();
        try {
            ended.end().reversed().forEach(waiting::addFirst);
            call = null;
            failures = failed ? failures + 1 : 0;
            return failures;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            active = !waiting.isEmpty();
            return active;
        } finally {
            lock.unlock();
        }
    }
}
