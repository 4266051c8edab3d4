package io.parley.agent.turn;

import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// Waits on the lane's thread until a burst is closed.
final class BurstWait {

    private BurstWait() {}

    /// @param records looks at the records from the burst's first message on
    static Burst collect(
            ClientLane lane, Supplier<List<LaneRecord<IncomingMessage>>> records, Burst.Times times, Clock clock)
            throws InterruptedException {
        while (true) {
            var burst = Burst.of(records.get(), times, clock.instant());
            if (burst.closed()) {
                return burst;
            }
            lane.await(burst.until());
        }
    }
}
