package io.parley.lanes;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Goes back in the partition's log for lanes that were full and now want the records that were left out, and
/// returns to where reading stood as soon as they are full again or have everything.
///
/// Only [#ask] is called from lanes; everything else belongs to the poll thread.
final class Rereads<V> {
    private final OffsetLedger ledger;
    private final Queue<Mailbox<V>> asking = new ConcurrentLinkedQueue<>();
    private final Set<Mailbox<V>> served = new HashSet<>();
    private boolean running;

    Rereads(OffsetLedger ledger) {
        this.ledger = ledger;
    }

    void ask(Mailbox<V> lane) {
        asking.add(lane);
    }

    boolean isRunning() {
        return running;
    }

    /// Where the next poll has to read, if not where the last one ended.
    OptionalLong seek() {
        if (!running) {
            return begin();
        }
        for (Mailbox<V> lane : Set.copyOf(served)) {
            if (lane.nextLeftOut() < 0) {
                end(lane);
            }
        }
        running = !served.isEmpty();
        return running ? OptionalLong.empty() : OptionalLong.of(ledger.next());
    }

    private OptionalLong begin() {
        for (Mailbox<V> lane = asking.poll(); lane != null; lane = asking.poll()) {
            served.add(lane);
        }
        OptionalLong from = served.stream()
                .mapToLong(Mailbox::nextLeftOut)
                .filter(offset -> offset >= 0)
                .min();
        running = from.isPresent();
        if (!running) {
            endAll();
        }
        return from;
    }

    /// The lane takes no more for now.
    void end(Mailbox<V> lane) {
        if (served.remove(lane)) {
            lane.stopAskingForMore();
        }
    }

    /// Reading has come to records that are new.
    void endAll() {
        running = false;
        Set.copyOf(served).forEach(this::end);
    }
}
