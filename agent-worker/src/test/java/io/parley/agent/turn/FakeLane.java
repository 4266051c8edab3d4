package io.parley.agent.turn;

import io.parley.lanes.Cancellation;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Ownership;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// A client's lane in simulated time.
final class FakeLane implements Lane<IncomingMessage> {

    private final Simulation time;
    private final String key;
    private final ArrayDeque<LaneRecord<IncomingMessage>> waiting = new ArrayDeque<>();
    private final List<LaneRecord<IncomingMessage>> log = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private boolean unseen;
    private boolean woken;
    private @Nullable Cancellation cancellation;

    FakeLane(Simulation time, String key) {
        this.time = time;
        this.key = key;
    }

    /// A record arrives, with the time of now.
    LaneRecord<IncomingMessage> arrive(IncomingMessage message) {
        var record = new LaneRecord<>(key, message, 0, log.size(), time.instant(), new RecordHeaders(), 100);
        log.add(record);
        waiting.add(record);
        unseen = true;
        return record;
    }

    void cancel(Cancellation why) {
        cancellation = why;
        actions.forEach(Runnable::run);
    }

    /// Another owner of the partition gets everything again.
    FakeLane redelivered() {
        var again = new FakeLane(time, key);
        again.log.addAll(log);
        again.waiting.addAll(log);
        again.unseen = true;
        return again;
    }

    /// Everything that has arrived.
    List<LaneRecord<IncomingMessage>> records() {
        return List.copyOf(log);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public Ownership ownership() {
        return new Ownership("incoming-messages", 0, 1, Instant.EPOCH);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public LaneRecord<IncomingMessage> take() {
        var record = waiting.poll();
        if (record == null) {
            throw new IllegalStateException("no record waits in the lane");
        }
        return record;
    }

    @Override
    public List<LaneRecord<IncomingMessage>> newer() {
        unseen = false;
        return List.copyOf(waiting);
    }

    @Override
    public Signal await(Instant until) {
        while (true) {
            if (cancellation != null) {
                return Signal.CANCELLED;
            }
            if (unseen) {
                unseen = false;
                return Signal.NEWER;
            }
            if (woken) {
                woken = false;
                return Signal.WOKEN;
            }
            if (!time.step(until)) {
                return Signal.TIME;
            }
        }
    }

    @Override
    public void wake() {
        woken = true;
    }

    @Override
    public void finish(LaneRecord<IncomingMessage> record) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    @Override
    public void onCancel(Runnable action) {
        actions.add(action);
    }
}
