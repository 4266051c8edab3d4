package io.parley.lanes;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One ownership of a partition (an epoch): its ledger, its lanes and what they may still do.
///
/// When the partition comes back later, it is another object with another ledger; so nothing late of an old
/// ownership can count in a new one.
final class OwnedPartition<V> {
    /// What an offset is charged with whose record is to be read again.
    private static final int LEFT_OUT_CHARGE = 96;

    private static final AtomicLong OWNERSHIPS = new AtomicLong();

    private final TopicPartition id;
    private final Shared<V> shared;
    private final OffsetLedger ledger;
    private final LaneRunner<V> runner;
    private final Rereads<V> rereads;
    private final Gate gate = new Gate();
    private final ConcurrentMap<String, Mailbox<V>> lanes = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long number = OWNERSHIPS.incrementAndGet();
    private volatile @Nullable Instant since;
    private volatile @Nullable Cancellation cancellation;
    private volatile boolean paused = true;
    private OffsetLedger.Commit committed;

    OwnedPartition(TopicPartition id, Shared<V> shared, OffsetLedger ledger) {
        this.id = id;
        this.shared = shared;
        this.ledger = ledger;
        this.committed = ledger.commit();
        this.runner = new LaneRunner<>(this, shared);
        this.rereads = new Rereads<>(ledger);
    }

    TopicPartition id() {
        return id;
    }

    OffsetLedger ledger() {
        return ledger;
    }

    /// Asked by calls of the handler only, hence after the first record.
    Ownership ownership() {
        return new Ownership(id.topic(), id.partition(), number, requireNonNull(since));
    }

    /// Empty before the first record.
    Optional<Ownership> ownershipSoFar() {
        return since == null ? Optional.empty() : Optional.of(ownership());
    }

    Gate gate() {
        return gate;
    }

    /// What the group has acknowledged; the poll thread's own.
    OffsetLedger.Commit committed() {
        return committed;
    }

    void committed(OffsetLedger.Commit commit) {
        committed = commit;
    }

    int lanes() {
        return lanes.size();
    }

    long bytes() {
        return bytes.get();
    }

    @Nullable
    Cancellation cancellation() {
        return cancellation;
    }

    void startThread(Runnable action) {
        shared.threads().newThread(action).start();
    }

    /// Takes a record in; called by the poll thread.
    void accept(ConsumerRecord<byte[], byte[]> raw) {
        if (since == null) {
            since = Instant.ofEpochMilli(raw.timestamp());
        }
        switch (ledger.track(raw.offset())) {
            case NEW -> acceptNew(raw);
            case UNFINISHED -> acceptAgain(raw);
            case FINISHED -> {
                if (!rereads.isRunning()) {
                    shared.totals().skipped.increment();
                }
            }
        }
    }

    private void acceptNew(ConsumerRecord<byte[], byte[]> raw) {
        rereads.endAll();
        shared.totals().received.increment();
        bytes.addAndGet(Entry.charge(raw));
        if (raw.key() == null) {
            deadLetter(raw, DeadLetters.NULL_KEY, null);
        } else if (Entry.size(raw) > shared.settings().limits().maxRecordBytes()) {
            deadLetter(raw, DeadLetters.TOO_LARGE, null);
        } else {
            decodeAndOffer(raw, false);
        }
    }

    private void acceptAgain(ConsumerRecord<byte[], byte[]> raw) {
        if (raw.key() != null && rereads.isRunning()) {
            Mailbox<V> lane = lanes.get(key(raw));
            if (lane != null && lane.nextLeftOut() == raw.offset()) {
                decodeAndOffer(raw, true);
            }
        }
    }

    private void decodeAndOffer(ConsumerRecord<byte[], byte[]> raw, boolean again) {
        V value;
        try {
            value = shared.settings().decoder().decode(raw);
        } catch (Exception e) {
            if (again) {
                forget(raw);
            }
            deadLetter(raw, DeadLetters.UNDECODABLE, e);
            return;
        }
        LaneRecord<V> record = new LaneRecord<>(
                key(raw),
                value,
                raw.partition(),
                raw.offset(),
                Instant.ofEpochMilli(raw.timestamp()),
                raw.headers(),
                Entry.size(raw));
        offer(new Entry<>(record, raw), again);
    }

    private void offer(Entry<V> entry, boolean again) {
        long charge = Entry.charge(entry.raw());
        Mailbox<V> lane = lanes.compute(entry.record().key(), (key, existing) -> {
            Mailbox<V> mailbox = existing == null ? new Mailbox<>(this, shared.settings(), key) : existing;
            switch (mailbox.offer(entry, again)) {
                case KEPT -> bytes.addAndGet(again ? charge - LEFT_OUT_CHARGE : 0);
                case LEFT_OUT -> {
                    bytes.addAndGet(again ? 0 : LEFT_OUT_CHARGE - charge);
                    rereads.end(mailbox);
                }
                case IGNORED -> {}
            }
            return mailbox;
        });
        if (lane.activate()) {
            runner.start(lane);
        }
    }

    /// A record that could be decoded when it was left out, and cannot now.
    private void forget(ConsumerRecord<byte[], byte[]> raw) {
        lanes.computeIfPresent(key(raw), (key, lane) -> {
            lane.forgetLeftOut(raw.offset());
            return lane.isEmpty() ? null : lane;
        });
        bytes.addAndGet(Entry.charge(raw) - LEFT_OUT_CHARGE);
    }

    private static String key(ConsumerRecord<byte[], byte[]> raw) {
        return new String(raw.key(), StandardCharsets.UTF_8);
    }

    /// For a record that has no lane, or none that could do anything with it.
    private void deadLetter(ConsumerRecord<byte[], byte[]> raw, String reason, @Nullable Throwable cause) {
        startThread(() -> {
            if (gate.enter()) {
                try {
                    if (shared.deadLetters().send(this, raw, reason, cause)) {
                        finished(raw);
                    }
                } finally {
                    gate.leave();
                }
            }
        });
    }

    /// Counts only as long as the partition is owned.
    void finished(ConsumerRecord<byte[], byte[]> raw) {
        if (ledger.finish(raw.offset())) {
            bytes.addAndGet(-Entry.charge(raw));
            shared.totals().finished.increment();
        }
    }

    void askForMore(Mailbox<V> lane) {
        rereads.ask(lane);
    }

    /// A lane exists only while it has work.
    void retire(Mailbox<V> lane) {
        lanes.computeIfPresent(lane.key(), (key, current) -> current == lane && lane.isEmpty() ? null : current);
    }

    /// Where the next poll has to read, if not where the last one ended; called by the poll thread.
    OptionalLong seek() {
        return rereads.seek();
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean paused) {
        this.paused = paused;
    }

    /// Whether the partition is to be read; a full one goes on when a quarter of its share is free.
    boolean wantsRecords(long share) {
        return rereads.isRunning() || bytes.get() < (paused ? share - share / 4 : share);
    }

    /// Tells all that still run why they shall stop; no call begins uncancelled from here on.
    void cancel(Cancellation why) {
        gate.shut();
        cancellation = why;
        lanes.values().forEach(lane -> lane.cancel(why));
    }
}
