package io.parley.agent.budget;

import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What each worker has spent of a tenant's day and what it holds of the rest, in PostgreSQL. All that a worker writes
/// is the sum so far, so that writing it twice is the same as once.
final class BudgetLedger {

    /// A worker asks for more than it needs now, so that it need not ask for each call, but for little of what is
    /// left, so that the last of it does not lie where nobody needs it.
    private static final int PART = 8;

    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('budget ' || ?, 0))";
    private static final String OTHERS = """
            select coalesce(sum(tokens), 0), coalesce(sum(micros), 0),
                coalesce(sum(held_tokens) filter (where expires_at > clock_timestamp()), 0),
                coalesce(sum(held_micros) filter (where expires_at > clock_timestamp()), 0)
            from budget_share where tenant = ? and day = ? and worker <> ?""";
    private static final String FORGET = "delete from budget_share where tenant = ? and day < ?";
    private static final String FORGET_EXHAUSTED = "delete from budget_exhausted where tenant = ? and day < ?";
    private static final String CLAIM = """
            insert into budget_share
                (tenant, day, worker, tokens, micros, held_tokens, held_micros, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (tenant, day, worker) do update set
                tokens = excluded.tokens, micros = excluded.micros,
                held_tokens = excluded.held_tokens, held_micros = excluded.held_micros,
                expires_at = excluded.expires_at""";
    private static final String EXHAUST = """
            insert into budget_exhausted (tenant, day, what, at) values (?, ?, ?, ?)
            on conflict (tenant, day) do nothing""";
    private static final String EXHAUSTED = "select what, at from budget_exhausted where tenant = ? and day = ?";
    private static final int KEEP_DAYS = 35;

    private final TenantTransactions transactions;
    private final Duration lease;

    /// @param lease for how long what a worker holds is its own without a sign of life
    BudgetLedger(TenantTransactions transactions, Duration lease) {
        this.transactions = transactions;
        this.lease = lease;
    }

    /// A worker's share of a tenant's day.
    ///
    /// @param spent by this worker in all
    /// @param held what it may still spend
    record Share(String tenant, LocalDate day, String worker, Amount spent, Amount held) {

        Share with(Amount more) {
            return new Share(tenant, day, worker, spent, held.plus(more));
        }
    }

    /// What all workers together have done.
    record Standing(Amount spent, Amount held) {}

    /// What came of asking for more.
    ///
    /// @param left what nobody has spent or holds
    /// @param granted how much more the worker holds now
    /// @param others what the other workers have spent
    record Answer(Amount left, Amount granted, Amount others) {}

    /// That a day was used up.
    record Exhaustion(String what, Instant at) {}

    Duration lease() {
        return lease;
    }

    /// Writes the share down and adds to it what is needed, if it is there.
    Answer ask(Share share, Limit limit, Amount need) {
        return transactions.call(share.tenant(), trip -> {
            trip.query(ONE_AT_A_TIME, ResultSet::next, share.tenant());
            var forgotten = share.day().minusDays(KEEP_DAYS);
            trip.update(FORGET, share.tenant(), forgotten);
            trip.update(FORGET_EXHAUSTED, share.tenant(), forgotten);
            var others = others(trip, share.tenant(), share.day(), share.worker());
            var used = others.spent().plus(others.held()).plus(share.spent()).plus(share.held());
            var left = limit.left(used);
            var granted = need.isWithin(left) ? need.atLeast(left.dividedBy(PART)) : Amount.NOTHING;
            claim(trip, share.with(granted), lease);
            return new Answer(left, granted, others.spent());
        });
    }

    /// Writes the share down; what it holds is the worker's for another lease.
    void tell(Share share) {
        transactions.call(share.tenant(), trip -> {
            claim(trip, share, lease);
            return share;
        });
    }

    private static void claim(RoundTrip trip, Share share, Duration lease) {
        trip.update(
                CLAIM,
                share.tenant(),
                share.day(),
                share.worker(),
                share.spent().tokens(),
                share.spent().micros(),
                Math.max(0, share.held().tokens()),
                Math.max(0, share.held().micros()),
                lease.toMillis());
    }

    /// Keeps that the day is used up.
    ///
    /// @return whether nobody has said so before
    boolean exhaust(String tenant, LocalDate day, String what, Instant at) {
        return transactions.call(
                tenant,
                trip -> trip.update(EXHAUST, tenant, day, what, Timestamp.from(at))
                                .get()
                        == 1);
    }

    Standing standing(String tenant, LocalDate day) {
        return transactions.call(tenant, trip -> others(trip, tenant, day, ""));
    }

    Optional<Exhaustion> exhaustion(String tenant, LocalDate day) {
        return transactions.call(
                tenant,
                trip -> trip.query(EXHAUSTED, BudgetLedger::exhaustion, tenant, day)
                        .get());
    }

    private static Optional<Exhaustion> exhaustion(ResultSet rows) throws SQLException {
        return rows.next()
                ? Optional.of(
                        new Exhaustion(rows.getString(1), rows.getTimestamp(2).toInstant()))
                : Optional.empty();
    }

    private static Standing others(RoundTrip trip, String tenant, LocalDate day, String worker) {
        return trip.query(OTHERS, BudgetLedger::standing, tenant, day, worker).get();
    }

    private static Standing standing(ResultSet rows) throws SQLException {
        rows.next();
        return new Standing(new Amount(rows.getLong(1), rows.getLong(2)), new Amount(rows.getLong(3), rows.getLong(4)));
    }
}
