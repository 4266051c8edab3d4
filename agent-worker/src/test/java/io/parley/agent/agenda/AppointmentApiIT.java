package io.parley.agent.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agent.Installed;
import io.parley.agent.Worker;
import io.parley.agent.agenda.Appointments.Wish;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Operators' way to the appointments of a tenant.
class AppointmentApiIT {

    private static final String PATH = "/v1/tenants/shoes/appointments";
    private static final Slot SLOT =
            new Slot(Instant.parse("2040-03-01T13:00:00Z"), Instant.parse("2040-03-01T13:30:00Z"));

    private final Worker worker = Installed.shared().worker();

    private HttpResponse<String> get(String path) throws Exception {
        return worker.get(path, "Authorization", "Bearer admin");
    }

    private HttpResponse<String> setStatus(String id, String status) throws Exception {
        return worker.sendJson(
                "PUT",
                PATH + "/" + id + "/status",
                "{\"status\": \"" + status + "\"}",
                "Authorization",
                "Bearer admin");
    }

    private void book(String id) {
        worker.bean(Appointments.class).book(new Wish(id, Tenant.client("shoes", id), SLOT, 1, "Fitting", null));
    }

    @Test
    void appointments_are_listed_and_change_their_status() throws Exception {
        // given
        book("a-api");
        var range = PATH + "?from=2040-03-01T00:00:00Z&to=2040-03-02T00:00:00Z";
        // then
        assertThat(worker.get(range).statusCode()).isEqualTo(401);
        var listed = Tenant.json(get(range).body());
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("starts_at").asString()).isEqualTo("2040-03-01T13:00:00Z");
        assertThat(listed.get(0).path("status").asString()).isEqualTo("booked");
        assertThat(get(PATH).body()).startsWith("[").doesNotContain("a-api");
        // when
        var confirmed = setStatus("a-api", "confirmed");
        // then
        assertThat(confirmed.statusCode()).isEqualTo(200);
        assertThat(Tenant.json(confirmed.body()).path("status").asString()).isEqualTo("confirmed");
        assertThat(setStatus("a-api", "eaten").statusCode()).isEqualTo(400);
        assertThat(setStatus("a-nobody", "confirmed").statusCode()).isEqualTo(404);
        assertThat(get("/v1/tenants/nobody/appointments").statusCode()).isEqualTo(404);
        assertThat(get(PATH + "?from=yesterday").statusCode()).isEqualTo(400);
        assertThat(setStatus("a-api", "cancelled").statusCode()).isEqualTo(200);
        book("a-api2");
        assertThat(setStatus("a-api", "booked").statusCode()).isEqualTo(409);
    }
}
