package io.parley.campaign;

import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.load.Crowd;
import java.time.Duration;
import java.util.List;

/// What a run does.
///
/// @param pace how long the model takes until the first token, milliseconds from and to
/// @param talk how long people talk: at least, with faults until the last is over; or at most, apart from what the last
///     fault takes
/// @param isWhole whether every fault befalls the system, however long that takes
/// @param turnsInFlight how many turns have to be in flight before a kill, if they can be reached within a while
/// @param patience how long to wait in the end while no message comes to its ending
record Plan(
        long seed,
        Crowd.Size crowd,
        Pace pace,
        Duration talk,
        boolean isWhole,
        List<PlannedFault> faults,
        int turnsInFlight,
        Duration patience) {

    /// Longer than any ending takes that still comes.
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /// The model's time to the first token lies between these; a token then takes `perTokenMillis`.
    record Pace(int leastMillis, int mostMillis, int perTokenMillis) {}

    Plan {
        faults = List.copyOf(faults);
    }
}
