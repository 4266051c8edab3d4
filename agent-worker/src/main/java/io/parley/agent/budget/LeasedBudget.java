package io.parley.agent.budget;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Budget] shared by several workers: each holds a part of what is left of the day and spends it without asking the
/// database for each call. A tenant without a budget costs nothing.
///
/// Together they never reserve more than the budget. More is spent only by calls that use more than was reserved for
/// them, and by those that a crash has hidden: what a worker had not told yet, at most what it held.
final class LeasedBudget implements Budget, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeasedBudget.class);
    private static final Leave.Granted UNLIMITED = used -> {
        // Nobody counts.
    };

    private final BudgetLedger ledger;
    private final String worker;
    private final Prices prices;
    private final Heard heard;
    private final Clock clock;
    private final Map<Day, Purse> purses = new ConcurrentHashMap<>();

    private record Day(String tenant, LocalDate date) {}

    /// Hears what the budget does.
    interface Heard {

        /// A budget counts today.
        void counts(String tenant, Purse purse);

        /// A call was refused.
        void refused(String tenant, String what);

        /// The first call of the day was refused, here or in another worker.
        void exhausted(String tenant, String what);
    }

    /// @param worker a name that no other start of a worker has
    LeasedBudget(BudgetLedger ledger, String worker, Prices prices, Heard heard, Clock clock) {
        this.ledger = ledger;
        this.worker = worker;
        this.prices = prices;
        this.heard = heard;
        this.clock = clock;
    }

    @Override
    public Leave reserve(String tenant, AgentSettings settings, String model, Tokens tokens) {
        var limit = Limit.of(settings);
        if (limit.isNone()) {
            return UNLIMITED;
        }
        var purse = purse(tenant, settings);
        var taken = limit.counted(prices.cost(model, tokens));
        return purse.take(taken, limit)
                .<Leave>map(what -> refused(tenant, purse, what))
                .orElseGet(() -> granted(purse, model, taken));
    }

    LocalDate today(AgentSettings settings) {
        return LocalDate.ofInstant(clock.instant(), settings.timeZone());
    }

    private Purse purse(String tenant, AgentSettings settings) {
        return purses.computeIfAbsent(new Day(tenant, today(settings)), day -> {
            var ends = day.date().plusDays(1).atStartOfDay(settings.timeZone()).toInstant();
            var fresh = new Purse(ledger, tenant, day.date(), ends, worker, clock);
            heard.counts(tenant, fresh);
            return fresh;
        });
    }

    private Leave.Granted granted(Purse purse, String model, Amount taken) {
        var settled = new AtomicBoolean();
        return used -> {
            if (settled.compareAndSet(false, true)) {
                purse.settle(taken, prices.cost(model, used));
            }
        };
    }

    private Leave.Exhausted refused(String tenant, Purse purse, String what) {
        heard.refused(tenant, what);
        if (purse.exhaust(what)) {
            heard.exhausted(tenant, what);
        }
        return new Leave.Exhausted(what, purse.ends());
    }

    /// What has been spent today, by all workers; others may have spent a little more since they last said so.
    BudgetLedger.Standing standing(String tenant, AgentSettings settings) {
        var today = today(settings);
        Optional.ofNullable(purses.get(new Day(tenant, today))).ifPresent(Purse::tell);
        return ledger.standing(tenant, today);
    }

    /// To be called several times within a lease: says what was spent, and that this worker is alive.
    void tell() {
        purses.forEach((day, purse) -> attempt(day, purse::tell));
        purses.values().removeIf(purse -> purse.isOver() && purse.isSettled());
    }

    private static void attempt(Day day, Runnable telling) {
        try {
            telling.run();
        } catch (DatabaseAway e) {
            LOG.atWarn().addKeyValue("tenant", day.tenant()).log("what was spent of a budget could not be told");
        }
    }

    /// Gives back what this worker holds; what can't be given back now comes back when the lease ends.
    @Override
    public void close() {
        purses.forEach((day, purse) -> attempt(day, purse::close));
    }
}
