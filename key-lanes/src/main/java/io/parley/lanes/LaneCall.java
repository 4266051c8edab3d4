package io.parley.lanes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of the handler, as the handler sees it. Everything is guarded by the mailbox's lock.
final class LaneCall<V> implements Lane<V> {
    private static final Logger log = LoggerFactory.getLogger(LaneCall.class);
    /// A wait is looked at again after this time, so that a clock that was set cannot stretch it without end.
    private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Mailbox<V> mailbox;
    private final List<Entry<V>> held = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Cancellation cancellation;
    private long seen = -1;
    private boolean woken;
    private boolean takenAny;
    private boolean over;

    LaneCall(Mailbox<V> mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public String key() {
        return mailbox.key();
    }

    @Override
    public Ownership ownership() {
        return mailbox.ownership();
    }

    @Override
    public LaneRecord<V> take() {
        return mailbox.underLock(() -> {
            Entry<V> entry = over ? null : mailbox.waiting.poll();
            if (entry == null) {
                throw new IllegalStateException(over ? "the call is over" : "no record waits in the lane");
            }
            held.add(entry);
            takenAny = true;
            seen = Math.max(seen, entry.offset());
            return entry.record();
        });
    }

    @Override
    public List<LaneRecord<V>> newer() {
        return mailbox.underLock(() -> {
            seen = Math.max(seen, newest());
            return over
                    ? List.of()
                    : mailbox.waiting.stream().map(Entry::record).toList();
        });
    }

    @Override
    public Signal await(Instant until) throws InterruptedException {
        mailbox.lock.lockInterruptibly();
        try {
            Signal signal = signal(until);
            while (signal == null) {
                mailbox.changed.awaitNanos(Math.min(MAX_WAIT_NANOS, nanosTo(until)));
                signal = signal(until);
            }
            return signal;
        } finally {
            mailbox.lock.unlock();
        }
    }

    private @Nullable Signal signal(Instant until) {
        if (cancellation != null) {
            return Signal.CANCELLED;
        }
        if (woken) {
            woken = false;
            return Signal.WOKEN;
        }
        if (!over && newest() > seen) {
            seen = newest();
            return Signal.NEWER;
        }
        return over || nanosTo(until) <= 0 ? Signal.TIME : null;
    }

    private long newest() {
        Entry<V> last = mailbox.waiting.peekLast();
        return last == null ? -1 : last.offset();
    }

    private long nanosTo(Instant until) {
        Instant now = mailbox.now();
        Instant horizon = now.plusNanos(MAX_WAIT_NANOS);
        return Duration.between(now, until.isAfter(horizon) ? horizon : until).toNanos();
    }

    @Override
    public void wake() {
        mailbox.locked(() -> {
            woken = true;
            mailbox.changed.signalAll();
        });
    }

    @Override
    public void finish(LaneRecord<V> record) {
        mailbox.locked(() -> held.stream()
                .filter(entry -> !over && entry.offset() == record.offset())
                .findFirst()
                .ifPresent(entry -> {
                    held.remove(entry);
                    mailbox.finished(entry);
                }));
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return mailbox.underLock(() -> Optional.ofNullable(cancellation));
    }

    @Override
    public void onCancel(Runnable action) {
        mailbox.lock.lock();
        try {
            if (over || cancellation == null) {
                actions.add(action);
                return;
            }
        } finally {
            mailbox.lock.unlock();
        }
        action.run();
    }

    /// Called with the lock held.
    void cancel(Cancellation why) {
        if (over || (cancellation != null && why == Cancellation.BY_CLIENT)) {
            return;
        }
        cancellation = why;
        mailbox.changed.signalAll();
        List<Runnable> due = List.copyOf(actions);
        actions.clear();
        if (!due.isEmpty()) {
            mailbox.startThread(() -> due.forEach(LaneCall::runAction));
        }
    }

    private static void runAction(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("action on cancellation failed");
        }
    }

    boolean hasTakenAny() {
        return mailbox.underLock(() -> takenAny);
    }

    /// Whether the process or the ownership of the partition ends.
    boolean isStopped() {
        return cancellation().filter(why -> why != Cancellation.BY_CLIENT).isPresent();
    }

    /// Ends the call; called with the lock held. Returns what it holds, which stays its own until given back
    /// or finished.
    List<Entry<V>> end() {
        over = true;
        actions.clear();
        return List.copyOf(held);
    }

    /// Called with the lock held.
    void release(Entry<V> entry) {
        held.remove(entry);
    }

    /// Called with the lock held.
    int held() {
        return held.size();
    }
}
