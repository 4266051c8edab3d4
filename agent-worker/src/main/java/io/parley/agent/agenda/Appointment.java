package io.parley.agent.agenda;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An appointment of a client.
///
/// @param resource which of the tenant's people or rooms, from 1
/// @param name of the person, as the client gave it
record Appointment(
        String id,
        String clientId,
        int resource,
        String subject,
        @Nullable String name,
        Slot slot,
        Status status,
        Instant createdAt,
        Instant updatedAt) {

    /// What became of it. All but a cancelled one keep their time.
    enum Status {
        BOOKED,
        CONFIRMED,
        COMPLETED,
        MISSED,
        CANCELLED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Status> of(String word) {
            return Arrays.stream(values())
                    .filter(status -> status.word().equals(word))
                    .findFirst();
        }
    }

    Appointment with(Status other, Instant at) {
        return new Appointment(id, clientId, resource, subject, name, slot, other, createdAt, at);
    }
}
