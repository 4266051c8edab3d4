package io.parley.agent.lane;

import io.parley.lanes.KeyLanes;
import io.parley.lanes.Stats;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The running consumer of `incoming-messages`.
public final class IncomingLanes {

    private final KeyLanes<IncomingMessage> lanes;
    private final Duration drain;
    private final AtomicBoolean closed = new AtomicBoolean();

    IncomingLanes(KeyLanes<IncomingMessage> lanes, Duration drain) {
        this.lanes = lanes;
        this.drain = drain;
    }

    void start() {
        lanes.start();
    }

    boolean isClosed() {
        return closed.get();
    }

    boolean isReady() {
        return !closed.get() && lanes.isHealthy() && stats().assignedPartitions() > 0;
    }

    Stats stats() {
        return lanes.stats();
    }

    /// Stops intake, gives running turns some time, then cancels them: whoever gets the partitions resumes them.
    public void drain() {
        if (closed.compareAndSet(false, true)) {
            lanes.close(drain);
        }
    }
}
