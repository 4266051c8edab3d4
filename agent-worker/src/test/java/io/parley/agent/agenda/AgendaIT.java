package io.parley.agent.agenda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.parley.agent.Client;
import io.parley.agent.Installed;
import io.parley.agent.SetClock;
import io.parley.agent.agenda.Appointment.Status;
import io.parley.agent.agenda.Appointments.Booking;
import io.parley.agent.agenda.Appointments.Wish;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.agent.tool.ToolCall;
import io.parley.agent.tool.ToolResult;
import io.parley.agent.tool.ToolResult.Done;
import io.parley.agent.tool.ToolResult.Refused;
import io.parley.agent.turn.TurnStore;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

/// The agenda on a real database; each test has a tenant of its own.
class AgendaIT {

    private static final AgentSettings SETTINGS =
            Tenant.settings("time-zone: America/Argentina/Buenos_Aires, agent: {tools: [appointments]}");
    private static final String MONDAY_TEN = "{'start': '2027-03-01T10:00', 'subject': 'Fitting'}";
    private static final Slot SLOT =
            new Slot(Instant.parse("2027-03-01T13:00:00Z"), Instant.parse("2027-03-01T13:30:00Z"));

    private final TenantTransactions transactions = Installed.shared().worker().bean(TenantTransactions.class);
    private final Appointments appointments = new Appointments(
            transactions,
            new Outbox(transactions, "test", Duration.ofSeconds(1)),
            tenant -> {},
            new SetClock(Tenant.NOW));

    private static JsonNode done(ToolResult result) {
        assertThat(result).isInstanceOf(Done.class);
        return ((Done) result).content();
    }

    private static void assertRefused(ToolResult result, String reason, String message) {
        assertThat(result).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).contains(message);
        });
    }

    private ToolResult book(ToolCall call) throws Exception {
        return new BookAppointment(appointments).call(call);
    }

    private ToolResult book(Client client, String turn, String arguments) throws Exception {
        return book(Tenant.call(client, SETTINGS, turn, arguments));
    }

    private ToolResult list(Client client, String arguments) throws Exception {
        return new ListAppointments(appointments).call(Tenant.call(client, SETTINGS, "list", arguments));
    }

    private ToolResult cancel(Client client, String id) throws Exception {
        return new CancelAppointment(appointments)
                .call(Tenant.call(client, SETTINGS, "cancel", "{'appointment_id': '" + id + "'}"));
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }

    @Test
    void of_many_clients_at_once_as_many_get_a_time_as_there_are_people_for_it() throws Exception {
        // when
        var bookings = atOnce(IntStream.range(0, 24)
                .<Callable<Booking>>mapToObj(i -> () -> appointments.book(
                        new Wish("a-crowd" + i, Tenant.client("crowd", "c" + i), SLOT, 3, "Fitting", null)))
                .toList());
        // then
        assertThat(bookings).filteredOn(Booking.Made.class::isInstance).hasSize(3);
        assertThat(bookings).filteredOn(Booking.Full.class::isInstance).hasSize(21);
        assertThat(appointments.taken("crowd", SLOT.start(), SLOT.end()))
                .extracting(Taken::resource)
                .containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void who_books_while_another_is_about_to_waits_and_finds_it_taken() throws Exception {
        // given
        var first = new Appointment(
                "a-first",
                Tenant.client("race", "ana").id(),
                1,
                "Fitting",
                null,
                SLOT,
                Status.BOOKED,
                Tenant.NOW,
                Tenant.NOW);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var second = transactions.call("race", trip -> {
                assertThat(new AppointmentStatements()
                                .insert(trip, "race", first)
                                .get())
                        .isEqualTo(1);
                // when
                var booking = threads.submit(() -> appointments.book(
                        new Wish("a-second", Tenant.client("race", "eva"), SLOT, 1, "Fitting", null)));
                await().pollInSameThread()
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> trip.query(
                                        "select from pg_locks where not granted and locktype = 'transactionid'",
                                        ResultSet::next)
                                .get());
                return booking;
            });
            // then
            assertThat(second.get()).isInstanceOf(Booking.Full.class);
        }
    }

    @Test
    void the_database_itself_refuses_what_overlaps() {
        // given
        var statements = new AppointmentStatements();
        var client = Tenant.client("overlap", "ana");
        appointments.book(new Wish("a-overlap", client, SLOT, 1, "Fitting", null));
        // when
        var later = new Slot(SLOT.start().plusSeconds(60), SLOT.end().plusSeconds(60));
        var overlapping = new Appointment(
                "a-second", client.id(), 1, "Fitting", null, later, Status.CONFIRMED, Tenant.NOW, Tenant.NOW);
        int inserted = transactions.call(
                "overlap",
                trip -> statements.insert(trip, "overlap", overlapping).get());
        // then
        assertThat(inserted).isZero();
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> transactions.call(
                        "overlap",
                        trip -> trip.update(
                                        "insert into appointment select 'a-third', tenant, resource, client_id, subject, name,"
                                                + " starts_at, ends_at, 'confirmed', created_at, updated_at from appointment")
                                .get()))
                .withMessageContaining("appointment_once_at_a_time");
    }

    @Test
    void the_same_call_again_gives_the_same_appointment() throws Exception {
        // given
        var ana = Tenant.client("again", "ana");
        var first = done(book(ana, "t1", MONDAY_TEN)).path("appointment");
        // when
        var second = done(book(ana, "t1", MONDAY_TEN)).path("appointment");
        // then
        assertThat(second).isEqualTo(first);
        assertThat(first.path("start").asString()).isEqualTo("2027-03-01T10:00");
        assertThat(first.path("end").asString()).isEqualTo("2027-03-01T10:30");
        assertThat(first.path("weekday").asString()).isEqualTo("monday");
        assertThat(appointments.between("again", Tenant.NOW, SLOT.end())).hasSize(1);
    }

    @Test
    void many_workers_with_the_same_call_at_once_make_one_appointment() throws Exception {
        // when
        var bookings = atOnce(IntStream.range(0, 8)
                .<Callable<Booking>>mapToObj(i -> () -> appointments.book(
                        new Wish("a-zombie", Tenant.client("zombie", "ana"), SLOT, 3, "Fitting", null)))
                .toList());
        // then
        assertThat(bookings).allMatch(Booking.Made.class::isInstance);
        assertThat(appointments.between("zombie", Tenant.NOW, SLOT.end())).hasSize(1);
    }

    @Test
    void a_time_that_is_taken_is_refused_with_the_next_that_are_free() throws Exception {
        // given
        done(book(Tenant.client("taken", "ana"), "t1", MONDAY_TEN));
        // when
        var refused = book(Tenant.client("taken", "eva"), "t1", MONDAY_TEN);
        // then
        assertRefused(refused, BookAppointment.TAKEN, "Next free times: 2027-03-01T10:30, 2027-03-01T11:00");
    }

    @Test
    void what_is_past_closed_skipped_by_the_clocks_too_far_or_senseless_is_refused_with_the_reason() throws Exception {
        var ana = Tenant.client("refused", "ana");
        assertRefused(
                book(ana, "t", "{'start': '2027-02-26T10:00', 'subject': 'x'}"), Refused.BAD_ARGUMENTS, "is past");
        assertRefused(
                book(ana, "t", "{'start': '2027-02-28T10:00', 'subject': 'x'}"),
                Refused.BAD_ARGUMENTS,
                "no appointments at that time. Next free times: 2027-03-01T09:00");
        assertRefused(book(ana, "t", "{'start': '2027-03-01T10:10', 'subject': 'x'}"), Refused.BAD_ARGUMENTS, "10:30");
        assertRefused(
                book(ana, "t", "{'start': '2027-03-01T17:30', 'minutes': 60, 'subject': 'x'}"),
                Refused.BAD_ARGUMENTS,
                "no appointments");
        assertRefused(
                book(ana, "t", "{'start': '2028-03-01T10:00', 'subject': 'x'}"), Refused.BAD_ARGUMENTS, "60 days");
        assertRefused(
                book(ana, "t", "{'start': '2027-03-01T10:00Z', 'subject': 'x'}"), Refused.BAD_ARGUMENTS, "offset");
        assertRefused(
                book(ana, "t", "{'start': '-99999-03-01T10:00', 'subject': 'x'}"), Refused.BAD_ARGUMENTS, "start");
        assertRefused(book(ana, "t", "{'start': 7, 'subject': []}"), Refused.BAD_ARGUMENTS, "start");
        assertRefused(book(ana, "t", "{'start': '2027-03-01T10:00'}"), Refused.BAD_ARGUMENTS, "subject is missing");
        assertRefused(
                book(ana, "t", "{'start': '2027-03-01T10:00', 'subject': 'x', 'minutes': -1}"),
                Refused.BAD_ARGUMENTS,
                "minutes");
        var madrid = Tenant.settings("time-zone: Europe/Madrid, agent: {agenda: {open: {sun: '00:00-24:00'}}}");
        assertRefused(
                book(Tenant.call(ana, madrid, "t", "{'start': '2027-03-28T02:30', 'subject': 'x'}")),
                Refused.BAD_ARGUMENTS,
                "skip that time. Next free times: 2027-03-28T03:30");
        assertThat(appointments.between("refused", Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void one_client_does_not_get_the_whole_agenda() throws Exception {
        // given
        var ana = Tenant.client("greedy", "ana");
        for (int day = 1; day <= 5; day++) {
            done(book(ana, "t", "{'start': '2027-03-0" + day + "T09:00', 'subject': 'x'}"));
            done(book(ana, "t", "{'start': '2027-03-0" + day + "T12:00', 'subject': 'x'}"));
        }
        // then
        assertRefused(book(ana, "t", "{'start': '2027-03-01T16:00', 'subject': 'x'}"), "too-many", "10 appointments");
    }

    @Test
    void a_client_sees_its_own_appointments_and_of_others_only_that_a_time_is_not_free() throws Exception {
        // given
        var ana = Tenant.client("list", "ana");
        var eva = Tenant.client("list", "eva");
        done(book(ana, "t1", "{'start': '2027-03-01T09:00', 'subject': 'Anas secret', 'name': 'Ana'}"));
        done(book(eva, "t1", MONDAY_TEN));
        // when
        var evas = done(list(eva, "{'from': '2027-03-01', 'to': '2027-03-01'}"));
        // then
        assertThat(evas.path("today").asString()).isEqualTo("2027-02-27");
        assertThat(evas.path("appointments")).hasSize(1);
        assertThat(evas.path("appointments").get(0).path("subject").asString()).isEqualTo("Fitting");
        assertThat(evas.toString()).doesNotContain("Ana", "ana");
        var monday = evas.path("free").get(0);
        assertThat(monday.path("weekday").asString()).isEqualTo("monday");
        assertThat(monday.path("times").valueStream().map(JsonNode::asString))
                .hasSize(16)
                .contains("09:30", "17:30")
                .doesNotContain("09:00", "10:00", "18:00");
        var anas = done(list(ana, "{}"));
        assertThat(anas.path("appointments").get(0).path("name").asString()).isEqualTo("Ana");
        assertThat(anas.has("free")).isFalse();
        assertRefused(list(ana, "{'from': '2027-03-01', 'to': '2027-06-01'}"), Refused.BAD_ARGUMENTS, "31 days");
        assertRefused(list(ana, "{'from': '+999999999-12-31'}"), Refused.BAD_ARGUMENTS, "from");
    }

    @Test
    void a_client_cancels_its_own_which_frees_the_time_and_nobody_elses() throws Exception {
        // given
        var ana = Tenant.client("cancel", "ana");
        var eva = Tenant.client("cancel", "eva");
        var id =
                done(book(ana, "t1", MONDAY_TEN)).path("appointment").path("id").asString();
        // then
        assertRefused(cancel(eva, id), Refused.NOT_FOUND, "no appointment");
        assertRefused(cancel(Tenant.client("cancel2", "ana"), id), Refused.NOT_FOUND, "no appointment");
        assertRefused(book(eva, "t1", MONDAY_TEN), BookAppointment.TAKEN, "taken");
        // when
        var cancelled = done(cancel(ana, id));
        // then
        assertThat(cancelled.path("appointment").path("status").asString()).isEqualTo("cancelled");
        assertThat(done(cancel(ana, id))).isEqualTo(cancelled);
        assertThat(done(book(eva, "t2", MONDAY_TEN))
                        .path("appointment")
                        .path("id")
                        .asString())
                .isNotEqualTo(id);
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .as("a time that was given to somebody else is not taken back")
                .isThrownBy(() -> appointments.setStatus("cancel", id, Status.BOOKED));
    }

    @Test
    void what_has_begun_is_not_cancelled() throws Exception {
        // given
        var ana = Tenant.client("begun", "ana");
        var begun = new Slot(Tenant.NOW.minusSeconds(60), Tenant.NOW.plusSeconds(60));
        appointments.book(new Wish("a-begun", ana, begun, 1, "Fitting", null));
        // then
        assertRefused(cancel(ana, "a-begun"), CancelAppointment.TOO_LATE, "begun");
    }

    @Test
    void another_tenant_sees_nothing_of_it_and_may_have_the_same_time() throws Exception {
        // given
        done(book(Tenant.client("one", "ana"), "t1", MONDAY_TEN));
        // then
        assertThat(appointments.between("two", Tenant.NOW, SLOT.end())).isEmpty();
        assertThat(appointments.taken("two", Tenant.NOW, SLOT.end())).isEmpty();
        done(book(Tenant.client("two", "ana"), "t1", MONDAY_TEN));
        for (var table : List.of("appointment", "agenda_outbox", "agenda_sender")) {
            int seen = transactions.call(
                    "",
                    trip -> trip.query("select count(*) from " + table, rows -> rows.next() ? rows.getInt(1) : -1)
                            .get());
            assertThat(seen).as(table).isZero();
        }
    }

    @Test
    void an_erased_client_leaves_no_appointment() throws Exception {
        // given
        var ana = Tenant.client("erased", "ana");
        done(book(ana, "t1", MONDAY_TEN));
        // when
        Installed.shared().worker().bean(TurnStore.class).erase(ana);
        // then
        assertThat(appointments.between("erased", Tenant.NOW, SLOT.end())).isEmpty();
        done(book(Tenant.client("erased", "eva"), "t1", MONDAY_TEN));
    }
}
