package io.parley.agent.agenda;

import io.parley.agent.Client;
import io.parley.agent.agenda.Appointment.Status;
import io.parley.agent.tenancy.ClientData;
import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tenants' appointments in PostgreSQL, which itself sees to it that no two of them overlap. Each change and the
/// event that tells of it are one transaction.
public final class Appointments implements ClientData {

    /// One client can't take the whole agenda.
    static final int MOST_OF_A_CLIENT = 10;

    private static final Instant FOREVER = Instant.parse("9999-01-01T00:00:00Z");

    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final Consumer<String> changed;
    private final Clock clock;
    private final AppointmentStatements statements = new AppointmentStatements();

    /// @param changed is told a tenant when events of it wait to be sent
    Appointments(TenantTransactions transactions, Outbox outbox, Consumer<String> changed, Clock clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.changed = changed;
        this.clock = clock;
    }

    /// What a client wants.
    ///
    /// @param id the same each time that the same is wanted
    /// @param resources how many appointments the tenant takes at the same time
    record Wish(
            String id,
            Client client,
            Slot slot,
            int resources,
            String subject,
            @Nullable String name) {

        private Appointment on(int resource, Instant now) {
            return new Appointment(id, client.id(), resource, subject, name, slot, Status.BOOKED, now, now);
        }
    }

    /// What came of it.
    sealed interface Booking {

        /// It has the time; what stands there now, if it was made before.
        record Made(Appointment appointment) implements Booking {}

        /// Others have the time.
        record Full() implements Booking {}

        /// The client has as many as one may have.
        record TooMany() implements Booking {}
    }

    Booking book(Wish wish) {
        var tenant = wish.client().tenant();
        var booking = transactions.call(tenant, trip -> book(trip, wish));
        changed.accept(tenant);
        return booking;
    }

    private Booking book(RoundTrip trip, Wish wish) {
        var tenant = wish.client().tenant();
        var now = clock.instant();
        // Each further try means that somebody else took the resource meanwhile.
        for (int tries = 0; tries <= wish.resources(); tries++) {
            var known = statements.find(trip, wish.id());
            var upcoming = statements.upcoming(trip, wish.client().id(), now);
            var free = statements.free(trip, tenant, wish.resources(), wish.slot());
            if (known.get().isPresent()) {
                return new Booking.Made(known.get().get());
            }
            if (upcoming.get() >= MOST_OF_A_CLIENT) {
                return new Booking.TooMany();
            }
            if (free.get().isEmpty()) {
                return new Booking.Full();
            }
            var appointment = wish.on(free.get().get(), now);
            if (statements.insert(trip, tenant, appointment).get() == 1) {
                outbox.add(trip, tenant, Outbox.Event.NEW_APPOINTMENT, appointment);
                return new Booking.Made(appointment);
            }
        }
        return new Booking.Full();
    }

    /// The client's own that are not over at a time and begin before another.
    List<Appointment> ofClient(Client client, Instant from, Instant to) {
        return transactions.call(
                client.tenant(),
                trip -> statements.ofClient(trip, client.id(), from, to).get());
    }

    List<Appointment> between(String tenant, Instant from, Instant to) {
        return transactions.call(
                tenant, trip -> statements.between(trip, from, to).get());
    }

    List<Taken> taken(String tenant, Instant from, Instant to) {
        return transactions.call(
                tenant, trip -> statements.taken(trip, from, to).get());
    }

    /// What came of a cancellation.
    sealed interface Cancellation {

        /// It is cancelled, now or already.
        record Cancelled(Appointment appointment) implements Cancellation {}

        /// It has begun, or is over.
        record TooLate() implements Cancellation {}

        /// The client has none of that id.
        record NotFound() implements Cancellation {}
    }

    /// @param now when the client asked
    Cancellation cancel(Client client, String id, Instant now) {
        Cancellation cancellation = transactions.call(client.tenant(), trip -> {
            var own = statements
                    .find(trip, id)
                    .get()
                    .filter(found -> found.clientId().equals(client.id()));
            if (own.isEmpty()) {
                return new Cancellation.NotFound();
            }
            if (own.get().status() != Status.CANCELLED
                    && !own.get().slot().start().isAfter(now)) {
                return new Cancellation.TooLate();
            }
            return new Cancellation.Cancelled(set(trip, client.tenant(), own.get(), Status.CANCELLED));
        });
        changed.accept(client.tenant());
        return cancellation;
    }

    /// Fails with a violated constraint where a cancelled one shall be taken up again and its time is no longer free.
    ///
    /// @return how it stands now; empty where the tenant has none of that id
    Optional<Appointment> setStatus(String tenant, String id, Status status) {
        var appointment = transactions.call(
                tenant, trip -> statements.find(trip, id).get().map(found -> set(trip, tenant, found, status)));
        changed.accept(tenant);
        return appointment;
    }

    private Appointment set(RoundTrip trip, String tenant, Appointment appointment, Status status) {
        if (appointment.status() == status) {
            return appointment;
        }
        var changed = appointment.with(status, clock.instant());
        statements.setStatus(trip, changed);
        var event = status == Status.CANCELLED ? Outbox.Event.APPOINTMENT_DELETED : Outbox.Event.APPOINTMENT_UPDATED;
        outbox.add(trip, tenant, event, changed);
        return changed;
    }

    /// The tenant is told of those that were still to come, not whose they were.
    @Override
    public void erase(RoundTrip trip, Client client) {
        var now = clock.instant();
        statements.ofClient(trip, client.id(), now, FOREVER).get().stream()
                .filter(known -> known.status() != Status.CANCELLED)
                .map(known -> known.with(Status.CANCELLED, now))
                .forEach(gone -> outbox.add(trip, client.tenant(), Outbox.Event.APPOINTMENT_DELETED, gone));
        statements.erase(trip, client.id());
    }
}
