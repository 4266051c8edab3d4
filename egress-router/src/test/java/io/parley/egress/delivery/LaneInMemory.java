package io.parley.egress.delivery;

import io.parley.lanes.Cancellation;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Ownership;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.Outbound;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A lane in which waiting lets the clock pass, and things happen meanwhile that a test has arranged.
final class LaneInMemory implements Lane<Outbound> {

    final Deque<LaneRecord<Outbound>> waiting = new ArrayDeque<>();
    private final SettableClock clock;
    private final Ownership ownership;
    private @Nullable Cancellation cancellation;
    private int seen;
    private boolean isWoken;
    private Consumer<Instant> meanwhile = until -> {};

    LaneInMemory(SettableClock clock, Ownership ownership) {
        this.clock = clock;
        this.ownership = ownership;
    }

    /// Runs in each wait, before it ends.
    void meanwhile(Consumer<Instant> action) {
        meanwhile = action;
    }

    void cancel(Cancellation why) {
        cancellation = why;
    }

    @Override
    public String key() {
        return waiting.getFirst().key();
    }

    @Override
    public Ownership ownership() {
        return ownership;
    }

    @Override
    public LaneRecord<Outbound> take() {
        return waiting.removeFirst();
    }

    @Override
    public List<LaneRecord<Outbound>> newer() {
        seen = waiting.size();
        return List.copyOf(waiting);
    }

    @Override
    public Signal await(Instant until) {
        meanwhile.accept(until);
        if (cancellation != null) {
            return Signal.CANCELLED;
        }
        if (isWoken) {
            isWoken = false;
            return Signal.WOKEN;
        }
        if (waiting.size() > seen) {
            seen = waiting.size();
            return Signal.NEWER;
        }
        clock.passTo(until);
        return Signal.TIME;
    }

    @Override
    public void wake() {
        isWoken = true;
    }

    @Override
    public void finish(LaneRecord<Outbound> record) {
        // ends with the call
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    @Override
    public void onCancel(Runnable action) {
        // nothing runs beside a test
    }
}
