package io.parley.agent.agenda;

import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events that are committed with what they tell of, and wait to be sent. One worker at a time sends a tenant's,
/// so that they leave in the order of their commits.
final class Outbox {

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('agenda:' || ?, 0))";
    private static final String INSERT = """
            insert into agenda_outbox (tenant, event, appointment_id, client_id, starts_at, status, at)
            values (?, ?, ?, ?, ?, ?, ?)""";
    private static final String CLAIM = """
            insert into agenda_sender (tenant, owner, until_at) values (?, ?, now() + ? * interval '1 millisecond')
            on conflict (tenant) do update set owner = excluded.owner, until_at = excluded.until_at
            where agenda_sender.owner = excluded.owner or agenda_sender.until_at < now()""";
    private static final String BATCH = """
            select id, event, appointment_id, client_id, starts_at, status, at from agenda_outbox
            order by id limit 100""";

    private final TenantTransactions transactions;
    private final String owner;
    private final Duration lease;

    /// @param owner names this worker's life among others
    /// @param lease after which another worker may send what this one has claimed; longer than sending can take
    Outbox(TenantTransactions transactions, String owner, Duration lease) {
        this.transactions = transactions;
        this.owner = owner;
        this.lease = lease;
    }

    /// How long after a claim sending may begin: another worker is not yet allowed to.
    Duration lease() {
        return lease.dividedBy(2);
    }

    /// What happened; the names are public.
    enum Event {
        NEW_APPOINTMENT,
        APPOINTMENT_UPDATED,
        APPOINTMENT_DELETED
    }

    /// One that waits.
    record Waiting(
            long id,
            String event,
            String appointmentId,
            Optional<String> clientId,
            Instant startsAt,
            String status,
            Instant at) {}

    /// Adds an event to the transaction of what it tells of, as its last statement: from here to the commit no other of
    /// the tenant is added, so that numbers and commits have the same order.
    void add(RoundTrip trip, String tenant, Event event, Appointment appointment) {
        trip.query(LOCK, ResultSet::next, tenant);
        trip.update(
                INSERT,
                tenant,
                event.name(),
                appointment.id(),
                appointment.clientId(),
                Timestamp.from(appointment.slot().start()),
                appointment.status().word(),
                Timestamp.from(appointment.updatedAt()));
    }

    /// The tenant's next events in their order, for this worker alone until it says what it has sent; none where there
    /// are none, or another worker is sending them.
    List<Waiting> claim(String tenant) {
        return transactions.call(tenant, trip -> {
            var any = trip.query("select from agenda_outbox limit 1", ResultSet::next);
            if (!any.get()
                    || trip.update(CLAIM, tenant, owner, lease.toMillis()).get() == 0) {
                return List.of();
            }
            return trip.query(BATCH, Outbox::waiting).get();
        });
    }

    /// Forgets what was sent, and leaves the rest to whoever comes first.
    void sent(String tenant, List<Waiting> events) {
        var ids = events.stream().map(Waiting::id).toArray(Long[]::new);
        var _ = transactions.call(tenant, trip -> {
            trip.update("delete from agenda_outbox where id = any (?)", (Object) ids);
            trip.update("delete from agenda_sender where owner = ?", owner);
            return true;
        });
    }

    private static List<Waiting> waiting(ResultSet rows) throws SQLException {
        var waiting = new ArrayList<Waiting>();
        while (rows.next()) {
            waiting.add(new Waiting(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3),
                    Optional.ofNullable(rows.getString(4)),
                    rows.getTimestamp(5).toInstant(),
                    rows.getString(6),
                    rows.getTimestamp(7).toInstant()));
        }
        return waiting;
    }
}
