package io.parley.agent.lane;

import io.parley.lanes.Cancellation;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Ownership;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A lane that knows afterwards what was taken from it.
final class RememberingLane implements Lane<IncomingMessage> {

    private final Lane<IncomingMessage> lane;
    private final List<LaneRecord<IncomingMessage>> taken = new ArrayList<>();

    RememberingLane(Lane<IncomingMessage> lane) {
        this.lane = lane;
    }

    List<LaneRecord<IncomingMessage>> taken() {
        return List.copyOf(taken);
    }

    @Override
    public String key() {
        return lane.key();
    }

    @Override
    public Ownership ownership() {
        return lane.ownership();
    }

    @Override
    public LaneRecord<IncomingMessage> take() {
        var record = lane.take();
        taken.add(record);
        return record;
    }

    @Override
    public List<LaneRecord<IncomingMessage>> newer() {
        return lane.newer();
    }

    @Override
    public Signal await(Instant until) throws InterruptedException {
        return lane.await(until);
    }

    @Override
    public void wake() {
        lane.wake();
    }

    @Override
    public void finish(LaneRecord<IncomingMessage> record) {
        lane.finish(record);
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return lane.cancellation();
    }

    @Override
    public void onCancel(Runnable action) {
        lane.onCancel(action);
    }
}
