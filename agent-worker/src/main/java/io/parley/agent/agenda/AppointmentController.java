package io.parley.agent.agenda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.agenda.Appointment.Status;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// A tenant's appointments, for its operators.
@RestController
@RequestMapping("/v1/tenants/{tenant}/appointments")
class AppointmentController {

    private static final Duration MONTHS = Duration.ofDays(62);

    private final Appointments appointments;
    private final CurrentSettings settings;
    private final Clock clock;

    AppointmentController(Appointments appointments, CurrentSettings settings, Clock clock) {
        this.appointments = appointments;
        this.settings = settings;
        this.clock = clock;
    }

    /// An appointment as JSON.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @JsonProperty("appointment_id") String id,
            @JsonProperty("client_id") String clientId,
            int resource,
            String subject,
            @Nullable String name,
            @JsonProperty("starts_at") Instant startsAt,
            @JsonProperty("ends_at") Instant endsAt,
            String status,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("updated_at") Instant updatedAt) {

        private static View of(Appointment appointment) {
            return new View(
                    appointment.id(),
                    appointment.clientId(),
                    appointment.resource(),
                    appointment.subject(),
                    appointment.name(),
                    appointment.slot().start(),
                    appointment.slot().end(),
                    appointment.status().word(),
                    appointment.createdAt(),
                    appointment.updatedAt());
        }
    }

    /// What a change of status says.
    record Change(@Nullable String status) {}

    /// Those that are not over at the one time and begin before the other, in their order; from now on for two months
    /// unless said.
    @GetMapping
    List<View> between(
            @PathVariable String tenant,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        requireTenant(tenant);
        var first = from == null ? clock.instant() : from;
        var last = to == null ? first.plus(MONTHS) : to;
        return appointments.between(tenant, first, last).stream().map(View::of).toList();
    }

    /// Changes what has become of one; 409 where a cancelled one shall be taken up again and its time is not free.
    @PutMapping("/{id}/status")
    View setStatus(@PathVariable String tenant, @PathVariable String id, @RequestBody Change change) {
        requireTenant(tenant);
        var status = Status.of(change.status() == null ? "" : change.status())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        return appointments
                .setStatus(tenant, id, status)
                .map(View::of)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void requireTenant(String tenant) {
        if (settings.current(tenant).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    @ExceptionHandler
    ResponseEntity<String> taken(DataIntegrityViolationException e) {
        return ResponseEntity.status(HttpStatus.CONFLICT).body("the time is taken");
    }

    @ExceptionHandler
    ResponseEntity<String> away(DatabaseAway e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body("the database is out of reach");
    }
}
