package io.parley.agent.lane;

import io.parley.agent.turn.LaneLeft;
import io.parley.agent.turn.Turns;
import io.parley.lanes.Ending;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneHandler;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.ClientId;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records of one client enter; those that belong here are brought to their ending by [Turns].
///
/// A record that nothing can be done with is parked after some tries. Trouble of database or Kafka never gets here:
/// it is insisted on further in.
public final class IncomingListener implements LaneHandler<IncomingMessage> {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingListener.class);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private final Turns turns;
    private final MisplacedPublisher misplaced;
    private final int partitions;
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    IncomingListener(Turns turns, MisplacedPublisher misplaced, int partitions) {
        this.turns = turns;
        this.misplaced = misplaced;
        this.partitions = partitions;
    }

    @Override
    public Ending handle(Lane<IncomingMessage> lane) throws InterruptedException {
        var first = lane.newer().getFirst();
        var complaint = complaint(first);
        if (complaint.isPresent()) {
            lane.take();
            return new Ending.Parked(complaint.get(), null);
        }
        if (Partitioning.forClient(first.key(), partitions) != first.partition()) {
            lane.take();
            return relocated(first);
        }
        var remembering = new RememberingLane(lane);
        try {
            var ending = turns.handle(remembering);
            failures.remove(place(first));
            return ending;
        } catch (LaneLeft e) {
            return new Ending.Retry(SOON, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return failed(lane, first, remembering.taken(), e);
        }
    }

    /// A key and a record that contradict each other must not reach anybody's conversation.
    private static Optional<String> complaint(LaneRecord<IncomingMessage> record) {
        try {
            var key = ClientId.parse(record.key());
            var value = record.value();
            var agrees = value.getClientId().equals(record.key())
                    && value.getTenant().equals(key.tenant())
                    && value.getChannelAccount().equals(key.account());
            return agrees ? Optional.empty() : Optional.of("wrong-key");
        } catch (IllegalArgumentException e) {
            return Optional.of("wrong-key");
        }
    }

    private Ending relocated(LaneRecord<IncomingMessage> record) throws InterruptedException {
        try {
            misplaced
                    .send(record, Partitioning.forClient(record.key(), partitions))
                    .get(30, TimeUnit.SECONDS);
            return new Ending.Finished();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return new Ending.Retry(SOON, "kafka");
        }
    }

    private Ending failed(
            Lane<IncomingMessage> lane,
            LaneRecord<IncomingMessage> first,
            List<LaneRecord<IncomingMessage>> taken,
            RuntimeException cause)
            throws InterruptedException {
        if (lane.cancellation().isPresent()) {
            return new Ending.Retry(SOON, "cancelled");
        }
        int count = failures.merge(place(first), 1, Integer::sum);
        LOG.atError()
                .setCause(cause)
                .addKeyValue("place", place(first))
                .addKeyValue("failures", count)
                .log("record can't be handled");
        if (count < TRIES) {
            return new Ending.Retry(SOON.multipliedBy(count), "failed");
        }
        failures.remove(place(first));
        try {
            turns.giveUp(lane, taken, "internal-error");
        } catch (LaneLeft e) {
            return new Ending.Retry(SOON, "cancelled");
        }
        return new Ending.Parked("internal-error", cause);
    }

    private static String place(LaneRecord<IncomingMessage> record) {
        return record.partition() + "-" + record.offset();
    }
}
