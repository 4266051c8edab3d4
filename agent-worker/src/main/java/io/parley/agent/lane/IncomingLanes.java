package io.parley.agent.lane;

import io.parley.lanes.KeyLanes;
import io.parley.lanes.Stats;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;

/// The running consumer of `incoming-messages`.
public final class IncomingLanes {

    private final KeyLanes<IncomingMessage> lanes;
    private final Duration drain;
    private volatile boolean closed;
    private boolean drained;

    IncomingLanes(KeyLanes<IncomingMessage> lanes, Duration drain) {
        this.lanes = lanes;
        this.drain = drain;
    }

    void start() {
        lanes.start();
    }

    boolean isReady() {
        return !closed && lanes.isHealthy() && stats().assignedPartitions() > 0;
    }

    Stats stats() {
        return lanes.stats();
    }

    /// Stops intake, gives running turns some time, then cancels them: whoever gets the partitions resumes them.
    public void drain() {
        closed = true;
        synchronized (this) {
            if (!drained) {
                drained = true;
                lanes.close(drain);
            }
        }
    }
}
