package io.parley.agent.agenda;

import io.parley.agent.agenda.Appointment.Status;
import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What is asked and written of appointments, all within a transaction of their tenant.
final class AppointmentStatements {

    private static final String SELECT = """
            select appointment_id, client_id, resource, subject, name, starts_at, ends_at, status, created_at, updated_at
            from appointment
            """;
    private static final String FREE = """
            select min(free.resource)
            from generate_series(1, ?) as free (resource)
            where not exists (
                select from appointment as taken
                where taken.tenant = ? and taken.resource = free.resource and taken.status <> 'cancelled'
                    and tstzrange(taken.starts_at, taken.ends_at) && tstzrange(?, ?))""";
    // One that is taken meanwhile is no error but no row.
    private static final String INSERT = """
            insert into appointment (appointment_id, tenant, resource, client_id, subject, name, starts_at, ends_at,
                status, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""";

    Supplier<Optional<Appointment>> find(RoundTrip trip, String id) {
        return trip.query(SELECT + "where appointment_id = ? for update", AppointmentStatements::first, id);
    }

    /// Those of a client that end after a time and begin before another.
    Supplier<List<Appointment>> ofClient(RoundTrip trip, String clientId, Instant from, Instant to) {
        return trip.query(
                SELECT + "where client_id = ? and ends_at > ? and starts_at < ? order by starts_at limit 100",
                AppointmentStatements::all,
                clientId,
                Timestamp.from(from),
                Timestamp.from(to));
    }

    Supplier<List<Appointment>> between(RoundTrip trip, Instant from, Instant to) {
        return trip.query(
                SELECT + "where ends_at > ? and starts_at < ? order by starts_at, resource limit 10000",
                AppointmentStatements::all,
                Timestamp.from(from),
                Timestamp.from(to));
    }

    Supplier<List<Taken>> taken(RoundTrip trip, Instant from, Instant to) {
        return trip.query("""
                select resource, starts_at, ends_at from appointment
                where status <> 'cancelled' and ends_at > ? and starts_at < ?""", AppointmentStatements::taken, Timestamp.from(from), Timestamp.from(to));
    }

    Supplier<Integer> upcoming(RoundTrip trip, String clientId, Instant now) {
        return trip.query(
                "select count(*) from appointment where client_id = ? and starts_at > ? and status <> 'cancelled'",
                rows -> rows.next() ? rows.getInt(1) : 0,
                clientId,
                Timestamp.from(now));
    }

    /// The first of so many that is free then.
    Supplier<Optional<Integer>> free(RoundTrip trip, String tenant, int resources, Slot slot) {
        return trip.query(
                FREE,
                rows -> rows.next() ? Optional.ofNullable(rows.getObject(1, Integer.class)) : Optional.empty(),
                resources,
                tenant,
                Timestamp.from(slot.start()),
                Timestamp.from(slot.end()));
    }

    /// No row where the time, or the id, is taken.
    Supplier<Integer> insert(RoundTrip trip, String tenant, Appointment appointment) {
        return trip.update(
                INSERT,
                appointment.id(),
                tenant,
                appointment.resource(),
                appointment.clientId(),
                appointment.subject(),
                appointment.name(),
                Timestamp.from(appointment.slot().start()),
                Timestamp.from(appointment.slot().end()),
                appointment.status().word(),
                Timestamp.from(appointment.createdAt()),
                Timestamp.from(appointment.updatedAt()));
    }

    void setStatus(RoundTrip trip, Appointment appointment) {
        trip.update(
                "update appointment set status = ?, updated_at = ? where appointment_id = ?",
                appointment.status().word(),
                Timestamp.from(appointment.updatedAt()),
                appointment.id());
    }

    void erase(RoundTrip trip, String clientId) {
        trip.update("delete from appointment where client_id = ?", clientId);
        trip.update("update agenda_outbox set client_id = null where client_id = ?", clientId);
    }

    private static Optional<Appointment> first(ResultSet rows) throws SQLException {
        return rows.next() ? Optional.of(appointment(rows)) : Optional.empty();
    }

    private static List<Appointment> all(ResultSet rows) throws SQLException {
        var found = new ArrayList<Appointment>();
        while (rows.next()) {
            found.add(appointment(rows));
        }
        return found;
    }

    private static Appointment appointment(ResultSet rows) throws SQLException {
        return new Appointment(
                rows.getString(1),
                rows.getString(2),
                rows.getInt(3),
                rows.getString(4),
                rows.getString(5),
                slot(rows, 6),
                Status.of(rows.getString(8)).orElseThrow(),
                rows.getTimestamp(9).toInstant(),
                rows.getTimestamp(10).toInstant());
    }

    private static List<Taken> taken(ResultSet rows) throws SQLException {
        var found = new ArrayList<Taken>();
        while (rows.next()) {
            found.add(new Taken(rows.getInt(1), slot(rows, 2)));
        }
        return found;
    }

    private static Slot slot(ResultSet rows, int column) throws SQLException {
        return new Slot(
                rows.getTimestamp(column).toInstant(),
                rows.getTimestamp(column + 1).toInstant());
    }
}
