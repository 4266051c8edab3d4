package io.parley.ingress.ws.slot;

import io.parley.schemas.avro.NodeEvent;
import io.parley.schemas.avro.SocketNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One node's way to a slot and how it keeps it: claim, read the claim back, heartbeat; give the slot up when the last
/// acknowledged heartbeat is too old or the log says that another boot holds it.
///
/// Knows neither Kafka nor a clock. Not safe for several threads.
final class Tenure {

    static final Duration HEARTBEAT = Duration.ofSeconds(3);

    /// Age of the last acknowledged heartbeat beyond which the slot counts as lost.
    static final Duration PATIENCE = Duration.ofSeconds(7);

    /// What is to be written now.
    record Step(Slot slot, NodeEvent event) {}

    private final SlotClaims claims = new SlotClaims();
    private final Supplier<String> newBootId;
    private @Nullable Slot wanted;
    private boolean confirmed;
    private int voidClaims;
    private long lastWritten;
    private long lastAcknowledged;

    Tenure(Supplier<String> newBootId) {
        this.newBootId = newBootId;
    }

    /// Takes the next record of the log.
    void read(SocketNode record, Instant logTime) {
        claims.apply(record, logTime);
        var slot = wanted;
        if (slot == null) {
            return;
        }
        var holds = claims.holds(slot.number(), slot.bootId());
        if (record.getBootId().equals(slot.bootId()) && holds) {
            confirmed = true;
            voidClaims = 0;
        } else if (!holds && (confirmed || record.getBootId().equals(slot.bootId()))) {
            voidClaims = confirmed ? 0 : voidClaims + 1;
            giveUp();
        }
    }

    /// What to write at this moment, if anything.
    ///
    /// @param now wall clock, only to guess which slot may be free: the log decides
    /// @param nanos a clock that never goes back
    Optional<Step> next(Instant now, long nanos) {
        if (wanted != null && nanos - lastAcknowledged > PATIENCE.toNanos()) {
            giveUp();
        }
        var slot = wanted;
        if (slot == null) {
            return claim(now, nanos);
        }
        if (confirmed && nanos - lastWritten >= HEARTBEAT.toNanos()) {
            lastWritten = nanos;
            return Optional.of(new Step(slot, NodeEvent.HEARTBEAT));
        }
        return Optional.empty();
    }

    private Optional<Step> claim(Instant now, long nanos) {
        var free = claims.free(now, voidClaims);
        if (free.isEmpty()) {
            voidClaims = 0;
            return Optional.empty();
        }
        var slot = new Slot(free.getAsInt(), newBootId.get());
        wanted = slot;
        lastWritten = nanos;
        lastAcknowledged = nanos;
        return Optional.of(new Step(slot, NodeEvent.CLAIM));
    }

    /// Kafka has acknowledged what was written for the slot at `nanos`.
    void acknowledged(Slot slot, long nanos) {
        if (slot.equals(wanted)) {
            lastAcknowledged = Math.max(lastAcknowledged, nanos);
        }
    }

    /// The slot, once the claim has been read back.
    Optional<Slot> held() {
        return confirmed ? Optional.ofNullable(wanted) : Optional.empty();
    }

    /// All nodes that hold a slot, this one included.
    List<NodeSeen> nodes() {
        return claims.living();
    }

    /// Whether there is neither a slot nor one to claim.
    boolean isStranded() {
        return wanted == null;
    }

    private void giveUp() {
        wanted = null;
        confirmed = false;
    }
}
