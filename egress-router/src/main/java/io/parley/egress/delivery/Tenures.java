package io.parley.egress.delivery;

import io.parley.lanes.Ownership;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tenures of one kind of channel in this process: each begins with the first record of an ownership.
///
/// A fenced one stays fenced for a while, in which a consumer that was paused learns that the partition is not
/// its own any more. If it still is after that, then a former owner's `TAKEN` came late, and the partition is
/// taken anew: to take too often is safe, to stand still for ever is not.
final class Tenures {

    static final Duration FENCED = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Tenures.class);
    private static final Duration LINGER = Duration.ofSeconds(30);

    private record Held(int times, CompletableFuture<Tenure> tenure) {}

    private final String process = UUID.randomUUID().toString();
    private final String kind;
    private final ReceiptLog log;
    private final Clock clock;
    private final Map<Long, Held> held = new HashMap<>();

    Tenures(String kind, ReceiptLog log, Clock clock) {
        this.kind = kind;
        this.log = log;
        this.clock = clock;
    }

    /// The tenure of this ownership; the first call takes the partition.
    ///
    /// @return fails when the log can't be written; the next call tries again
    CompletableFuture<Tenure> of(Ownership ownership) {
        var mine = new CompletableFuture<Tenure>();
        int times;
        synchronized (this) {
            var known = held.get(ownership.number());
            if (known != null && !isToBeTakenAgain(known)) {
                return known.tenure();
            }
            times = known == null ? 1 : known.times() + 1;
            held.put(ownership.number(), new Held(times, mine));
        }
        take(ownership.partition(), process + "-" + ownership.number() + "-" + times, mine);
        return mine;
    }

    private boolean isToBeTakenAgain(Held known) {
        if (!known.tenure().isDone()) {
            return false;
        }
        if (known.tenure().isCompletedExceptionally()) {
            return true;
        }
        var old = known.tenure().join();
        boolean again = old.fencedSince()
                .filter(since -> since.plus(FENCED).isBefore(clock.instant()))
                .isPresent();
        if (again) {
            old.leave();
        }
        return again;
    }

    private void take(int partition, String epoch, CompletableFuture<Tenure> mine) {
        var tenure = new Tenure(kind, partition, epoch, log);
        var _ = log.append(partition, taken(partition, epoch), Optional.empty()).whenComplete((offset, failure) -> {
            if (failure != null) {
                mine.completeExceptionally(failure);
                return;
            }
            LOG.atInfo()
                    .addKeyValue("channel", kind)
                    .addKeyValue("partition", partition)
                    .addKeyValue("epoch", epoch)
                    .log("partition taken");
            tenure.taken(offset);
            mine.complete(tenure);
        });
    }

    private DeliveryReceipt taken(int partition, String epoch) {
        return DeliveryReceipt.newBuilder()
                .setClientId("-:" + kind + ":" + partition)
                .setTenant("-")
                .setChannel(kind)
                .setChannelAccount("-")
                .setState(DeliveryState.TAKEN)
                .setEpoch(epoch)
                .setAt(clock.instant())
                .build();
    }

    /// The ownership is over. Calls that run under it may end, hence its receipts are read for a while.
    void release(Ownership ownership) {
        Held over;
        synchronized (this) {
            over = held.remove(ownership.number());
        }
        if (over != null) {
            var later = CompletableFuture.delayedExecutor(LINGER.toSeconds(), TimeUnit.SECONDS);
            var _ = over.tenure()
                    .whenCompleteAsync(
                            (tenure, failure) -> {
                                if (failure == null) {
                                    tenure.leave();
                                }
                            },
                            later);
        }
    }
}
