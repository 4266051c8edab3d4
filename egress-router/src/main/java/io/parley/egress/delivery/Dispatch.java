package io.parley.egress.delivery;

import io.parley.channels.Addressee;
import io.parley.channels.Event;
import io.parley.channels.Piece;
import io.parley.lanes.Ending;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import io.parley.schemas.avro.EntryKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One entry: what it becomes at the provider, piece after piece, until each has its end in the receipts.
final class Dispatch {

    static final String ACCOUNT_UNKNOWN = "account-unknown";

    private static final List<DeliveryState> WORST_FIRST =
            List.of(DeliveryState.UNKNOWN, DeliveryState.REFUSED, DeliveryState.DROPPED);

    private final Station station;
    private final Delivery delivery;

    Dispatch(Station station, Delivery delivery) {
        this.station = station;
        this.delivery = delivery;
    }

    Ending run() throws InterruptedException {
        var entry = delivery.entry();
        if (station.memory().isRepeated(delivery.outbound())) {
            station.chronicle().repeated("delivery");
            return new Ending.Finished();
        }
        if (entry.getKind() == EntryKind.RETRACT) {
            return finished(Set.of());
        }
        var to = station.customers().find(station.kind(), ClientId.parse(entry.getClientId()), entry.getAttributes());
        if (to.isEmpty()) {
            return drop(1, 1, ACCOUNT_UNKNOWN);
        }
        var byStaff = Optional.ofNullable(entry.getAttributes().get(Event.SENT_BY_STAFF));
        return byStaff.isPresent()
                ? settle(delivery.receipt(1, DeliveryState.SENT).setProviderId(byStaff.get()))
                : send(to.get());
    }

    private Ending send(Addressee to) throws InterruptedException {
        List<Piece> pieces;
        try {
            pieces = station.sender().pieces(delivery.entry(), to);
        } catch (RuntimeException e) {
            // It would be the same the next time.
            station.chronicle().refused(delivery.entry(), "unsendable");
            return settle(delivery.receipt(1, DeliveryState.REFUSED)
                    .setReason("unsendable " + e.getClass().getSimpleName()));
        }
        var ends = EnumSet.noneOf(DeliveryState.class);
        for (var piece : pieces) {
            switch (new Posting(station, delivery, to, piece).run()) {
                case End.Settled(var state) -> ends.add(state);
                case End.Retracted(var reason) -> {
                    return drop(piece.number(), pieces.getLast().number(), reason);
                }
                case End.Stopped(var after, var reason) -> {
                    return new Ending.Retry(after, reason);
                }
            }
        }
        return finished(ends);
    }

    private Ending drop(int from, int to, String reason) throws InterruptedException {
        if (reason.equals(ACCOUNT_UNKNOWN)) {
            station.chronicle().accountUnknown(delivery.entry());
        }
        for (int number = from; number <= to; number++) {
            if (!delivery.write(delivery.receipt(number, DeliveryState.DROPPED)
                    .setReason(reason)
                    .build())) {
                return new Ending.Retry(Duration.ZERO, "cancelled");
            }
        }
        return finished(EnumSet.of(DeliveryState.DROPPED));
    }

    /// Without a call.
    private Ending settle(DeliveryReceipt.Builder receipt) throws InterruptedException {
        return delivery.write(receipt.build())
                ? finished(EnumSet.of(receipt.getState()))
                : new Ending.Retry(Duration.ZERO, "cancelled");
    }

    private Ending finished(Set<DeliveryState> ends) {
        AgentReply entry = delivery.entry();
        boolean hasLeft = delivery.tenure().mayHaveLeft(entry.getClientId(), entry.getReplyId());
        station.memory().ended(delivery.outbound(), entry.getReplyId(), hasLeft);
        delivery.tenure().forget(entry.getClientId(), entry.getReplyId());
        if (!ends.isEmpty()) {
            var outcome =
                    WORST_FIRST.stream().filter(ends::contains).findFirst().orElse(DeliveryState.SENT);
            station.chronicle().ended(delivery, outcome);
        }
        return new Ending.Finished();
    }
}
