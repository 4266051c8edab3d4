package io.parley.agent.agenda;

import java.time.Instant;

/// A time that an appointment may take.
///
/// @param end when the next may begin
record Slot(Instant start, Instant end) {

    boolean overlaps(Slot other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }
}
