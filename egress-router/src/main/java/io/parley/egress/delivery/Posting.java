package io.parley.egress.delivery;

import io.parley.channels.Addressee;
import io.parley.channels.Limit;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.egress.delivery.AccountGate.Turn;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One piece on its way to its provider: wait for its turn, write `SENDING` and read it back, call, write what
/// came of it; again, as long as it surely was not sent.
final class Posting {

    /// A process that was paused since it wrote `SENDING` may have lost the partition: it has to write it again.
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final long READ_BACK_SECONDS = 40;
    private static final int MOVES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Posting.class);

    private enum Fence {
        PASSED,
        STALE,
        FENCED,
        UNREACHABLE
    }

    private final Station station;
    private final Delivery delivery;
    private final Trail trail;
    private final Set<String> forms = new HashSet<>();
    private Addressee to;
    private Piece piece;
    private boolean isAgain;
    private Instant notBefore = Instant.EPOCH;
    private @Nullable String movedTo;
    private int moves;

    Posting(Station station, Delivery delivery, Addressee to, Piece piece) {
        this.station = station;
        this.delivery = delivery;
        this.to = to;
        this.piece = piece;
        this.trail = delivery.tenure().trail(PieceKey.of(delivery.entry().getClientId(), piece));
        this.isAgain = trail.isResent();
    }

    /// Does whatever is left to be done for the piece.
    End run() throws InterruptedException {
        trail.onReport(delivery::wake);
        try {
            var end = before();
            while (end.isEmpty()) {
                end = attempt();
            }
            return end.get();
        } finally {
            trail.onReport(() -> {});
        }
    }

    /// What an owner before, or this one before it was disturbed, has left.
    private Optional<End> before() throws InterruptedException {
        if (trail.isSettled()) {
            station.chronicle().repeated("delivery");
            return settled(trail.state());
        }
        return switch (trail.state()) {
            case SENDING -> resolve("unfinished", trail.sendingAt().plus(grace()));
            case UNKNOWN -> afterUnknown();
            default -> Optional.empty();
        };
    }

    /// How long to wait for news of a call that somebody else has begun.
    private Duration grace() {
        var reports = station.sender().reportsWithin().orElse(Duration.ZERO);
        return reports.compareTo(station.formerOwner()) > 0 ? reports : station.formerOwner();
    }

    private Optional<End> attempt() throws InterruptedException {
        var known = station.customers()
                .find(station.kind(), to.client(), delivery.entry().getAttributes());
        if (known.isEmpty()) {
            return Optional.of(new End.Retracted(Dispatch.ACCOUNT_UNKNOWN));
        }
        to = moved(known.get());
        var limits = station.sender().limits(to);
        var turn = new Turn(Gates.of(limits, Limit.Scope.ACCOUNT), isAgain);
        var end = queue(limits, turn);
        return end.isPresent() ? end : announceAndCall(turn);
    }

    private Addressee moved(Addressee known) {
        var now = movedTo;
        return now == null ? known : new Addressee(known.account(), known.client(), now, known.attributes());
    }

    /// Waits until it may go; a doubtful piece may be reported meanwhile.
    private Optional<End> queue(List<Limit> limits, Turn turn) throws InterruptedException {
        var when = Optional.of(later(notBefore, station.gates().reserve(to, limits)));
        while (when.isPresent()) {
            var end = delivery.await(when.get());
            if (end.isPresent()) {
                return end;
            }
            if (isAgain && trail.reported().isPresent()) {
                return reported();
            }
            when = station.chronicle().now().isBefore(when.get()) ? when : gate().ask(turn);
        }
        return Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Optional<End> announceAndCall(Turn turn) throws InterruptedException {
        var fence = Fence.UNREACHABLE;
        boolean isCalled = false;
        try {
            fence = announce();
            isCalled = fence == Fence.PASSED && gate().isOpen(turn);
        } finally {
            if (!isCalled) {
                gate().abandoned(turn);
            }
        }
        if (isCalled) {
            return conclude(call(turn));
        }
        return switch (fence) {
            case PASSED -> defer("account-paused");
            case STALE -> Optional.empty();
            case FENCED -> Optional.of(Delivery.stopped("fenced"));
            case UNREACHABLE -> Optional.of(Delivery.stopped("receipts-out-of-reach"));
        };
    }

    private Fence announce() throws InterruptedException {
        var begun = station.chronicle().now();
        var sending = receipt(DeliveryState.SENDING).setPossibleDuplicate(isAgain);
        try {
            boolean isMine = delivery.tenure()
                    .announce(sending.build(), delivery.trace())
                    .get(READ_BACK_SECONDS, TimeUnit.SECONDS);
            if (!isMine) {
                return Fence.FENCED;
            }
            return station.chronicle().now().isAfter(begun.plus(FRESH)) ? Fence.STALE : Fence.PASSED;
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("receipt not read back, the message waits");
            return Fence.UNREACHABLE;
        }
    }

    private Outcome call(Turn turn) throws InterruptedException {
        trail.call(station.chronicle().now(), isAgain);
        Outcome outcome = new Outcome.Unknown("interrupted");
        try {
            outcome = station.sender().send(piece, to);
        } catch (RuntimeException e) {
            // Its message may hold what people wrote.
            outcome = new Outcome.Unknown(e.getClass().getSimpleName());
        } finally {
            if (gate().answered(turn, outcome) && outcome instanceof Outcome.Halted(String reason)) {
                station.chronicle().halted(to.account(), reason);
            }
        }
        return outcome;
    }

    private Optional<End> conclude(Outcome outcome) throws InterruptedException {
        return switch (outcome) {
            case Outcome.Sent(String providerId) -> settle(sent(providerId));
            case Outcome.Refused(String reason) -> refuse(reason);
            case Outcome.Halted(String reason) -> defer(reason);
            case Outcome.Later(Duration after, Limit.Scope scope, String reason) -> {
                if (scope == Limit.Scope.CLIENT) {
                    notBefore = station.chronicle().now().plus(after);
                }
                yield defer(reason);
            }
            case Outcome.Instead(Piece other, String reason) -> instead(other, reason);
            case Outcome.Moved(String externalId) -> move(externalId);
            case Outcome.Unknown(String cause) ->
                resolve(
                        cause,
                        station.chronicle()
                                .now()
                                .plus(station.sender().reportsWithin().orElse(Duration.ZERO)));
        };
    }

    private Optional<End> instead(Piece other, String reason) throws InterruptedException {
        if (!forms.add(reason)) {
            return refuse("no-other-form " + reason);
        }
        piece = other;
        return defer(reason);
    }

    private Optional<End> move(String externalId) throws InterruptedException {
        if (++moves > MOVES) {
            return refuse("moved-again");
        }
        station.chronicle().moved(to.client(), externalId);
        movedTo = externalId;
        return defer("moved");
    }

    /// It surely was not sent, and will be tried again; a crash before that finds no doubt.
    private Optional<End> defer(String reason) {
        trail.end(DeliveryState.LATER);
        var _ = delivery.tenure()
                .append(receipt(DeliveryState.LATER).setReason(reason).build(), delivery.trace());
        station.chronicle().deferred(to.account(), reason);
        return Optional.empty();
    }

    /// Waits for what the provider, or a former owner, reports; without it nobody knows.
    private Optional<End> resolve(String cause, Instant deadline) throws InterruptedException {
        while (trail.reported().isEmpty() && station.chronicle().now().isBefore(deadline)) {
            if (delivery.isCancelledBefore(deadline)) {
                return Optional.of(Delivery.stopped("cancelled"));
            }
        }
        if (trail.reported().isPresent()) {
            return reported();
        }
        boolean isSentAgain = !isAgain && resends();
        if (!delivery.write(receipt(DeliveryState.UNKNOWN).setReason(cause).build())) {
            return Optional.of(Delivery.stopped("cancelled"));
        }
        trail.end(DeliveryState.UNKNOWN);
        station.chronicle().inDoubt(delivery.entry(), piece.number(), cause, isSentAgain);
        return afterUnknown();
    }

    private Optional<End> afterUnknown() {
        if (isAgain || !resends()) {
            return settled(DeliveryState.UNKNOWN);
        }
        isAgain = true;
        return Optional.empty();
    }

    private boolean resends() {
        return station.customers().resendsInDoubt(to.account());
    }

    private Optional<End> reported() throws InterruptedException {
        var report = trail.reported().orElseThrow();
        return report.getState() == DeliveryState.REFUSED
                ? refuse(report.getReason().orElse("reported"))
                : settle(sent(report.getProviderId().orElse("")));
    }

    private DeliveryReceipt.Builder sent(String providerId) {
        return receipt(DeliveryState.SENT).setProviderId(providerId).setPossibleDuplicate(isAgain);
    }

    private Optional<End> refuse(String reason) throws InterruptedException {
        station.chronicle().refused(delivery.entry(), reason);
        return settle(receipt(DeliveryState.REFUSED).setReason(reason));
    }

    private Optional<End> settle(DeliveryReceipt.Builder receipt) throws InterruptedException {
        if (!delivery.write(receipt.build())) {
            return Optional.of(Delivery.stopped("cancelled"));
        }
        trail.end(receipt.getState());
        return settled(receipt.getState());
    }

    private static Optional<End> settled(DeliveryState state) {
        return Optional.of(new End.Settled(state));
    }

    private AccountGate gate() {
        return station.gates().of(to.account());
    }

    private DeliveryReceipt.Builder receipt(DeliveryState state) {
        return delivery.receipt(piece.number(), state);
    }
}
