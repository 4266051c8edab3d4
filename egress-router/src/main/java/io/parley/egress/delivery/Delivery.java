package io.parley.egress.delivery;

import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.avro.Outbound;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One entry on its lane, with what is written of it and what it waits for.
final class Delivery {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long ACKNOWLEDGED_SECONDS = 40;

    private final Station station;
    private final Lane<Outbound> lane;
    private final LaneRecord<Outbound> record;
    private final AgentReply entry;
    private final Tenure tenure;

    Delivery(Station station, Lane<Outbound> lane, LaneRecord<Outbound> record, AgentReply entry, Tenure tenure) {
        this.station = station;
        this.lane = lane;
        this.record = record;
        this.entry = entry;
        this.tenure = tenure;
    }

    Outbound outbound() {
        return record.value();
    }

    AgentReply entry() {
        return entry;
    }

    Tenure tenure() {
        return tenure;
    }

    /// When it was routed.
    Instant routedAt() {
        return record.timestamp();
    }

    Optional<String> trace() {
        return ClientHeaders.trace(record.headers());
    }

    /// Begins a receipt.
    DeliveryReceipt.Builder receipt(int piece, DeliveryState state) {
        return DeliveryReceipt.newBuilder()
                .setClientId(entry.getClientId())
                .setTenant(entry.getTenant())
                .setChannel(station.kind())
                .setChannelAccount(entry.getChannelAccount())
                .setReplyId(entry.getReplyId())
                .setPiece(piece)
                .setState(state)
                .setEpoch(tenure.epoch())
                .setAt(station.chronicle().now());
    }

    /// Writes a receipt, as often as it takes.
    ///
    /// @return false when the lane was cancelled before it was acknowledged
    boolean write(DeliveryReceipt receipt) throws InterruptedException {
        while (true) {
            try {
                var _ = tenure.append(receipt, trace()).get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                if (isCancelledBefore(station.chronicle().now().plus(AGAIN))) {
                    return false;
                }
            }
        }
    }

    /// Waits for a time, or [#wake], whatever else comes.
    boolean isCancelledBefore(Instant until) throws InterruptedException {
        var signal = lane.await(until);
        while (signal == Signal.NEWER) {
            signal = lane.await(until);
        }
        return signal == Signal.CANCELLED;
    }

    /// Waits for a time, as long as the entry is still to be sent.
    ///
    /// @return empty when the time has come, or [#wake] was called
    Optional<End> await(Instant until) throws InterruptedException {
        while (true) {
            var reason = retraction();
            if (reason.isPresent()) {
                return Optional.of(new End.Retracted(reason.get()));
            }
            if (lane.cancellation().isPresent()) {
                return Optional.of(stopped("cancelled"));
            }
            if (!station.chronicle().now().isBefore(until) || lane.await(until) == Signal.WOKEN) {
                return Optional.empty();
            }
        }
    }

    /// Ends the wait.
    void wake() {
        lane.wake();
    }

    static End stopped(String reason) {
        return new End.Stopped(AGAIN, reason);
    }

    /// Why the entry is taken back, if it is and nothing of what is taken back with it may have left.
    Optional<String> retraction() {
        return lane.newer().stream()
                .map(LaneRecord::value)
                .map(Outbound::getPayload)
                .filter(AgentReply.class::isInstance)
                .map(AgentReply.class::cast)
                .filter(newer -> newer.getKind() == EntryKind.RETRACT
                        && newer.getRetracts().contains(entry.getReplyId()))
                .filter(retract -> !hasLeft(retract.getRetracts()))
                .map(retract -> retract.getReason().orElse("retracted"))
                .findFirst();
    }

    private boolean hasLeft(List<String> replyIds) {
        return replyIds.stream()
                .anyMatch(id -> station.memory().hasLeft(entry.getClientId(), id)
                        || tenure.mayHaveLeft(entry.getClientId(), id));
    }
}
