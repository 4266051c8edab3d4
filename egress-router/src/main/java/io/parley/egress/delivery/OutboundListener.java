package io.parley.egress.delivery;

import io.parley.lanes.Ending;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneHandler;
import io.parley.lanes.LaneRecord;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one client's records of `outbound.<kind>`: an entry is sent and ends, a sign of life is passed on and
/// forgotten.
final class OutboundListener implements LaneHandler<Outbound> {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundListener.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long KNOWN_SECONDS = 60;
    /// Nobody waits longer for what has been routed.
    private static final Duration KEPT = Duration.ofDays(7);

    private final Station station;
    private final Tenures tenures;
    private final Signs signs;

    OutboundListener(Station station, Tenures tenures, Signs signs) {
        this.station = station;
        this.tenures = tenures;
        this.signs = signs;
    }

    @Override
    public Ending handle(Lane<Outbound> lane) throws InterruptedException {
        var record = lane.take();
        return switch (record.value().getPayload()) {
            case AgentReply entry -> deliver(lane, record, entry);
            case TurnProgress progress -> {
                signs.accept(progress, record.timestamp());
                yield new Ending.Finished();
            }
            default -> new Ending.Finished();
        };
    }

    private Ending deliver(Lane<Outbound> lane, LaneRecord<Outbound> record, AgentReply entry)
            throws InterruptedException {
        signs.end(entry.getClientId());
        Tenure tenure;
        try {
            tenure = tenures.of(lane.ownership()).get(KNOWN_SECONDS, TimeUnit.SECONDS);
            if (tenure.fencedSince().isPresent()) {
                return new Ending.Retry(AGAIN, "fenced");
            }
            var _ = tenure.cover(saidAt(lane, entry)).get(KNOWN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).addKeyValue("channel", station.kind()).log("receipts out of reach, lane waits");
            return new Ending.Retry(AGAIN, "receipts-out-of-reach");
        }
        return new Dispatch(station, new Delivery(station, lane, record, entry, tenure)).run();
    }

    /// From when on receipts of this entry, or of the first record of the ownership, may stand in the log. The
    /// router may have written an entry again long after it was said and sent.
    private static Instant saidAt(Lane<Outbound> lane, AgentReply entry) {
        var since = lane.ownership().since();
        var earliest = since.minus(KEPT);
        var said = entry.getCreatedAt().isBefore(since) ? entry.getCreatedAt() : since;
        return said.isBefore(earliest) ? earliest : said;
    }
}
