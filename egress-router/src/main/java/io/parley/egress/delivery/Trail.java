package io.parley.egress.delivery;

import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the receipts say of one piece. The follower writes, the piece's lane reads.
final class Trail {

    private long offset = -1;
    private DeliveryState state = DeliveryState.UNSPECIFIED;
    private Instant sendingAt = Instant.EPOCH;
    private boolean resent;
    private @Nullable DeliveryReceipt report;
    private Runnable listener = () -> {};

    /// Takes in a receipt that was written before the ownership began.
    synchronized void history(long at, Instant logged, DeliveryReceipt receipt) {
        if (at <= offset) {
            return;
        }
        offset = at;
        if (isSettled()) {
            return;
        }
        state = receipt.getState();
        if (state == DeliveryState.SENDING) {
            sendingAt = logged;
            resent |= receipt.getPossibleDuplicate();
        }
    }

    /// Takes in what somebody else says while this ownership lasts: the provider's status, or a former owner
    /// whose call was under way.
    synchronized void report(DeliveryReceipt receipt) {
        switch (receipt.getState()) {
            case SENT, DELIVERED, READ, REFUSED -> {
                if (report == null) {
                    report = receipt;
                    listener.run();
                }
            }
            default -> {
                // says nothing about whether the message is there
            }
        }
    }

    /// What was reported since the last attempt.
    synchronized Optional<DeliveryReceipt> reported() {
        return Optional.ofNullable(report);
    }

    /// Called by the follower when something is reported; must be quick.
    synchronized void onReport(Runnable action) {
        listener = action;
    }

    /// An end that nothing changes any more.
    synchronized boolean isSettled() {
        return switch (state) {
            case SENT, DELIVERED, READ, REFUSED, DROPPED -> true;
            default -> false;
        };
    }

    synchronized DeliveryState state() {
        return state;
    }

    /// Whether it was sent for the second time already, after a doubt.
    synchronized boolean isResent() {
        return resent;
    }

    /// Log time of the attempt that is in doubt.
    synchronized Instant sendingAt() {
        return sendingAt;
    }

    /// Whether something of it may be with the person.
    synchronized boolean mayHaveLeft() {
        return switch (state) {
            case SENDING, SENT, DELIVERED, READ, UNKNOWN -> true;
            default -> false;
        };
    }

    /// This process is about to call; whatever was reported belongs to an attempt before.
    synchronized void call(Instant at, boolean again) {
        state = DeliveryState.SENDING;
        sendingAt = at;
        resent |= again;
    }

    /// What this process has found out.
    synchronized void end(DeliveryState ended) {
        state = ended;
    }
}
