package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One partition of receipts, read back at once; a follower that is paused reads nothing until it goes on.
final class ReceiptsInMemory implements ReceiptLog {

    record Logged(Instant at, DeliveryReceipt receipt) {}

    private final Clock clock;
    private final List<Logged> log = new ArrayList<>();
    private final List<Tenure> followers = new ArrayList<>();
    private final Map<Tenure, Integer> paused = new HashMap<>();

    /// Runs after each receipt that is written; may throw.
    private Runnable afterAppend = () -> {};

    ReceiptsInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CompletableFuture<Long> append(int partition, DeliveryReceipt receipt, Optional<String> trace) {
        long offset = log.size();
        var logged = new Logged(clock.instant(), receipt);
        log.add(logged);
        followers.stream()
                .filter(tenure -> !paused.containsKey(tenure))
                .forEach(tenure -> tenure.read(offset, logged.at(), receipt));
        afterAppend.run();
        return CompletableFuture.completedFuture(offset);
    }

    @Override
    public synchronized void follow(Tenure tenure, Instant from) {
        tenure.rewound(from);
        if (!followers.contains(tenure)) {
            followers.add(tenure);
        }
        for (int offset = 0; offset < log.size(); offset++) {
            if (!log.get(offset).at().isBefore(from)) {
                tenure.read(offset, log.get(offset).at(), log.get(offset).receipt());
            }
        }
    }

    @Override
    public synchronized void leave(Tenure tenure) {
        followers.remove(tenure);
    }

    void afterAppend(Runnable action) {
        afterAppend = action;
    }

    synchronized void pause(Tenure tenure) {
        paused.put(tenure, log.size());
    }

    synchronized void resume(Tenure tenure) {
        int from = Objects.requireNonNull(paused.remove(tenure));
        for (int offset = from; offset < log.size(); offset++) {
            tenure.read(offset, log.get(offset).at(), log.get(offset).receipt());
        }
    }

    synchronized List<DeliveryReceipt> all() {
        return log.stream().map(Logged::receipt).toList();
    }

    /// `SENDING 1`, `SENT 1` and so on, without the fences; `again` where it may be a duplicate.
    List<String> states() {
        return all().stream()
                .filter(receipt -> receipt.getState() != DeliveryState.TAKEN)
                .map(receipt -> receipt.getState() + " " + receipt.getPiece()
                        + (receipt.getPossibleDuplicate() ? " again" : ""))
                .toList();
    }
}
