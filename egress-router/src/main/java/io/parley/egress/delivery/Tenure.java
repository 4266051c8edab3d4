package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// One ownership of a partition of one kind of channel, as the receipts tell it: its fence, and what has become
/// of the pieces that an owner before it has left behind.
///
/// It begins with a `TAKEN` of its own epoch. From there on whatever an older epoch writes is void, and a
/// `TAKEN` of another epoch ends it: what it appends behind that is read back as fenced, and nothing is sent
/// any more.
final class Tenure {

    /// Clocks of the broker's and the worker's machines may differ by this much.
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final Duration MARGIN = Duration.ofMinutes(1);

    /// A wish to have read from a time on.
    private record Wish(Instant from, CompletableFuture<Void> granted) {}

    private final String kind;
    private final int partition;
    private final String epoch;
    private final ReceiptLog log;
    private final ConcurrentMap<PieceKey, Trail> trails = new ConcurrentHashMap<>();
    private final NavigableMap<Long, CompletableFuture<Boolean>> readBacks = new TreeMap<>();
    private final List<Wish> wishes = new ArrayList<>();
    private final List<Wish> underWay = new ArrayList<>();
    private Instant coveredFrom = Instant.MAX;
    private long takenAt = Long.MAX_VALUE;
    private long fencedAt = Long.MAX_VALUE;
    private @Nullable Instant fencedSince;
    private long read = -1;
    private @Nullable String ownerThen;

    Tenure(String kind, int partition, String epoch, ReceiptLog log) {
        this.kind = kind;
        this.partition = partition;
        this.epoch = epoch;
        this.log = log;
    }

    String kind() {
        return kind;
    }

    int partition() {
        return partition;
    }

    String epoch() {
        return epoch;
    }

    /// Its own `TAKEN` stands at this offset.
    synchronized void taken(long offset) {
        takenAt = offset;
    }

    /// Makes sure that all is known which was written between this time and the beginning of the ownership.
    ///
    /// @param time when the entry was said, or its outbound record was written, whatever is earlier
    CompletableFuture<Void> cover(Instant time) {
        var wish = new Wish(time.minus(MARGIN), new CompletableFuture<>());
        synchronized (this) {
            if (!time.minus(SKEW).isBefore(coveredFrom)) {
                return CompletableFuture.completedFuture(null);
            }
            for (var other : List.of(wishes, underWay)) {
                for (var known : other) {
                    if (!time.minus(SKEW).isBefore(known.from())) {
                        return known.granted();
                    }
                }
            }
            wishes.add(wish);
        }
        log.follow(this, wish.from());
        return wish.granted();
    }

    /// The follower will read next what was written from this time on.
    synchronized void rewound(Instant from) {
        wishes.stream().filter(wish -> !wish.from().isBefore(from)).toList().forEach(wish -> {
            wishes.remove(wish);
            underWay.add(wish);
        });
        ownerThen = null;
    }

    /// Takes in one receipt of its partition and kind, in order; the follower only. A part of them may come
    /// again.
    void read(long offset, Instant logged, DeliveryReceipt receipt) {
        var granted = new ArrayList<CompletableFuture<Void>>();
        var passed = new ArrayList<CompletableFuture<Boolean>>();
        synchronized (this) {
            if (receipt.getState() == DeliveryState.TAKEN) {
                readTaken(offset, logged, receipt);
            } else if (offset < takenAt) {
                readHistory(offset, logged, receipt);
            } else if (!receipt.getEpoch().equals(epoch)) {
                Optional.ofNullable(trails.get(PieceKey.of(receipt))).ifPresent(trail -> trail.report(receipt));
            }
            read = Math.max(read, offset);
            if (offset >= takenAt) {
                underWay.forEach(wish -> {
                    coveredFrom = wish.from().isBefore(coveredFrom) ? wish.from() : coveredFrom;
                    granted.add(wish.granted());
                });
                underWay.clear();
            }
            var due = readBacks.headMap(read, true);
            passed.addAll(due.values());
            due.clear();
        }
        granted.forEach(wish -> wish.complete(null));
        passed.forEach(readBack -> readBack.complete(true));
    }

    private void readTaken(long offset, Instant logged, DeliveryReceipt receipt) {
        if (offset < takenAt) {
            ownerThen = receipt.getEpoch();
        } else if (!receipt.getEpoch().equals(epoch) && offset < fencedAt) {
            fencedAt = offset;
            fencedSince = logged;
        }
    }

    /// What an owner wrote after another had taken the partition was never sent.
    private void readHistory(long offset, Instant logged, DeliveryReceipt receipt) {
        boolean isVoid = receipt.getState() == DeliveryState.SENDING
                && ownerThen != null
                && !ownerThen.equals(receipt.getEpoch());
        if (!underWay.isEmpty() && !isVoid) {
            trails.computeIfAbsent(PieceKey.of(receipt), key -> new Trail()).history(offset, logged, receipt);
        }
    }

    /// Appends that a call is about to be made, and reads it back.
    ///
    /// @return whether the call may be made: no other owner stands in the log before it
    CompletableFuture<Boolean> announce(DeliveryReceipt sending, Optional<String> trace) {
        return log.append(partition, sending, trace)
                .thenCompose(offset -> readBack(offset).thenApply(passed -> isBeforeFence(offset)));
    }

    private synchronized CompletableFuture<Boolean> readBack(long offset) {
        return read >= offset
                ? CompletableFuture.completedFuture(true)
                : readBacks.computeIfAbsent(offset, unread -> new CompletableFuture<>());
    }

    private synchronized boolean isBeforeFence(long offset) {
        return offset < fencedAt;
    }

    /// Appends what has become of a piece; a fenced owner may do so, since it is a fact.
    CompletableFuture<Long> append(DeliveryReceipt receipt, Optional<String> trace) {
        return log.append(partition, receipt, trace);
    }

    /// When another owner has taken the partition; empty as long as none has.
    synchronized Optional<Instant> fencedSince() {
        return Optional.ofNullable(fencedSince);
    }

    /// What is known of a piece, also from now on.
    Trail trail(PieceKey key) {
        return trails.computeIfAbsent(key, unknown -> new Trail());
    }

    /// Whether anything of an entry may be with the person, as far as the receipts tell.
    boolean mayHaveLeft(String clientId, String replyId) {
        for (int number = 1; ; number++) {
            var trail = trails.get(new PieceKey(clientId, replyId, number));
            if (trail == null || trail.mayHaveLeft()) {
                return trail != null;
            }
        }
    }

    /// The entry has come to its end.
    void forget(String clientId, String replyId) {
        for (int number = 1; trails.remove(new PieceKey(clientId, replyId, number)) != null; number++) {
            // the next one
        }
    }

    void leave() {
        log.leave(this);
    }
}
