package io.parley.agent.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One tenant's day in this worker: what it has spent, and what it holds and spends without asking the database.
///
/// What it holds covers the calls under way. While it asks for more it holds nothing else, so that calls may end
/// meanwhile but none can begin on what was given back.
final class Purse {

    /// How long a refusal holds without asking again, for calls as dear.
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    private final BudgetLedger ledger;
    private final String tenant;
    private final LocalDate day;
    private final String worker;
    private final Instant ends;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private boolean exhausted;

    private Limit limit = new Limit(OptionalLong.empty(), OptionalLong.empty());
    private Amount held = Amount.NOTHING;
    private Amount reserved = Amount.NOTHING;
    private Amount spent = Amount.NOTHING;
    private Amount told = Amount.NOTHING;
    private Amount others = Amount.NOTHING;
    private Instant validUntil = Instant.MIN;
    private boolean asked;
    private @Nullable Refusal refusal;

    /// Not enough is left.
    private record Refusal(String what, Amount need, Limit limit, Instant until) {

        boolean holdsFor(Amount need, Limit limit, Instant now) {
            return limit.equals(this.limit) && this.need.isWithin(need) && now.isBefore(until);
        }
    }

    /// @param ends when the tenant's next day begins
    Purse(BudgetLedger ledger, String tenant, LocalDate day, Instant ends, String worker, Clock clock) {
        this.ledger = ledger;
        this.tenant = tenant;
        this.day = day;
        this.ends = ends;
        this.worker = worker;
        this.clock = clock;
    }

    Instant ends() {
        return ends;
    }

    boolean isOver() {
        return !clock.instant().isBefore(ends);
    }

    /// Takes what a call needs.
    ///
    /// @return what is lacking; empty when it was taken
    Optional<String> take(Amount need, Limit limit) {
        if (takeHeld(need, limit)) {
            return Optional.empty();
        }
        var refused = refused(need, limit);
        if (refused.isPresent()) {
            return refused;
        }
        asking.lock();
        try {
            return takeHeld(need, limit) ? Optional.empty() : ask(need, limit);
        } finally {
            asking.unlock();
        }
    }

    private synchronized boolean takeHeld(Amount need, Limit limit) {
        asked = true;
        var isHeld = limit.equals(this.limit)
                && clock.instant().isBefore(validUntil)
                && reserved.plus(need).isWithin(held);
        if (isHeld) {
            reserved = reserved.plus(need);
        }
        return isHeld;
    }

    private synchronized Optional<String> refused(Amount need, Limit limit) {
        return Optional.ofNullable(refusal)
                .filter(known -> known.holdsFor(need, limit, clock.instant()))
                .map(Refusal::what);
    }

    private Optional<String> ask(Amount need, Limit limit) {
        var now = clock.instant();
        var answer = ledger.ask(holdingNoMore(), limit, need);
        return answered(need, limit, answer, now);
    }

    private synchronized BudgetLedger.Share holdingNoMore() {
        held = reserved;
        return share();
    }

    private BudgetLedger.Share share() {
        return new BudgetLedger.Share(tenant, day, worker, spent, held);
    }

    private synchronized Optional<String> answered(
            Amount need, Limit limit, BudgetLedger.Answer answer, Instant askedAt) {
        this.limit = limit;
        others = answer.others();
        validUntil = askedAt.plus(ledger.lease().dividedBy(2));
        if (need.isWithin(answer.left())) {
            held = held.plus(answer.granted());
            reserved = reserved.plus(need);
            refusal = null;
            return Optional.empty();
        }
        var what = Limit.lacking(need, answer.left());
        refusal = new Refusal(what, need, limit, askedAt.plus(REFUSED_FOR));
        return Optional.of(what);
    }

    /// A call is over: what it took is given back, and what it used is spent.
    synchronized void settle(Amount taken, Amount used) {
        reserved = reserved.minus(taken);
        held = held.minus(limit.counted(used));
        spent = spent.plus(used);
        refusal = null;
    }

    /// Writes down what was spent. What it holds it keeps for another while if calls were made since the last time,
    /// else it gives it back.
    void tell() {
        asking.lock();
        try {
            var now = clock.instant();
            var share = toTell(now);
            if (share.isPresent()) {
                ledger.tell(share.get());
                told(share.get(), now);
            }
        } finally {
            asking.unlock();
        }
    }

    private synchronized Optional<BudgetLedger.Share> toTell(Instant now) {
        var hadNothing = held.equals(Amount.NOTHING) && spent.equals(told);
        if (!asked || !now.isBefore(validUntil)) {
            held = reserved;
        }
        asked = false;
        return hadNothing ? Optional.empty() : Optional.of(share());
    }

    private synchronized void told(BudgetLedger.Share share, Instant now) {
        told = share.spent();
        validUntil = now.plus(ledger.lease().dividedBy(2));
    }

    /// Gives everything back.
    void close() {
        asking.lock();
        try {
            ledger.tell(holdingNoMore());
        } finally {
            asking.unlock();
        }
    }

    /// Whether nothing is under way or left to be told.
    synchronized boolean isSettled() {
        return reserved.equals(Amount.NOTHING) && held.equals(Amount.NOTHING) && spent.equals(told);
    }

    /// What the tenant has spent today, as far as this worker knows.
    synchronized Amount spent() {
        return others.plus(spent);
    }

    synchronized Limit limit() {
        return limit;
    }

    /// Keeps for everybody that the day is used up.
    ///
    /// @return whether nobody has done so before
    boolean exhaust(String what) {
        asking.lock();
        try {
            var isNew = !exhausted && ledger.exhaust(tenant, day, what, clock.instant());
            exhausted = true;
            return isNew;
        } finally {
            asking.unlock();
        }
    }
}
