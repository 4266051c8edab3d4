package io.parley.lanes;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the handler on behalf of the lanes of one partition and does what its endings say. One call a
/// thread; a lane that has more to do queues up for the next permit.
final class LaneRunner<V> {
    private static final Logger log = LoggerFactory.getLogger(LaneRunner.class);

    private final OwnedPartition<V> partition;
    private final Shared<V> shared;

    LaneRunner(OwnedPartition<V> partition, Shared<V> shared) {
        this.partition = partition;
        this.shared = shared;
    }

    void start(Mailbox<V> lane) {
        shared.permits().start(() -> run(lane));
    }

    /// Runs on a virtual thread that has a permit, and gives it back as soon as the handler has returned.
    private void run(Mailbox<V> lane) {
        if (!partition.gate().enter()) {
            shared.permits().release();
            return;
        }
        Duration delay;
        try {
            delay = callAndSettle(lane);
        } finally {
            partition.gate().leave();
        }
        sleep(lane, delay);
        if (lane.stayActive()) {
            start(lane);
        } else {
            partition.retire(lane);
        }
    }

    /// @return how long the lane has to wait
    private Duration callAndSettle(Mailbox<V> lane) {
        LaneCall<V> call = lane.begin();
        Ending ending;
        try {
            ending = requireNonNull(shared.settings().handler().handle(call), "ending");
        } catch (Throwable e) {
            return failed(lane, call, e);
        } finally {
            shared.permits().release();
        }
        return switch (ending) {
            case Ending.Retry retry -> retry(lane, call, retry);
            case Ending.Parked parked -> park(lane, call, parked);
            case Ending.Finished finished -> finish(lane, call);
        };
    }

    private Duration finish(Mailbox<V> lane, LaneCall<V> call) {
        if (!call.hasTakenAny()) {
            return failed(lane, call, new IllegalStateException("the handler has taken no record"));
        }
        lane.finishAll(call);
        return Duration.ZERO;
    }

    private Duration retry(Mailbox<V> lane, LaneCall<V> call, Ending.Retry retry) {
        shared.totals().retries.increment();
        log.atDebug()
                .addKeyValue("partition", partition.id())
                .addKeyValue("reason", retry.reason())
                .addKeyValue("after", retry.after())
                .log("lane will retry");
        lane.giveBack(call, false);
        return retry.after();
    }

    private Duration failed(Mailbox<V> lane, LaneCall<V> call, Throwable e) {
        shared.totals().retries.increment();
        int failures = lane.giveBack(call, true);
        if (Backoff.worthLogging(failures) && !call.isStopped()) {
            log.atWarn()
                    .addKeyValue("partition", partition.id())
                    .addKeyValue("attempt", failures)
                    .setCause(e)
                    .log("handler failed, its lane will retry");
        }
        return shared.backoff().after(failures);
    }

    private Duration park(Mailbox<V> lane, LaneCall<V> call, Ending.Parked parked) {
        if (!call.hasTakenAny()) {
            return failed(lane, call, new IllegalStateException("the handler has taken no record"));
        }
        for (Entry<V> entry : lane.close(call)) {
            if (!shared.deadLetters().send(partition, entry.raw(), parked.reason(), parked.cause())) {
                break;
            }
            lane.finish(call, entry);
        }
        lane.giveBack(call, false);
        return Duration.ZERO;
    }

    private void sleep(Mailbox<V> lane, Duration delay) {
        if (!delay.isPositive()) {
            return;
        }
        shared.totals().retrying.incrementAndGet();
        try {
            lane.sleep(delay);
        } catch (InterruptedException e) {
            log.atDebug().log("delay of a lane interrupted");
        } finally {
            shared.totals().retrying.decrementAndGet();
        }
    }
}
