package io.parley.campaign.faults;

import java.time.Duration;
import java.util.List;

/// One fault of a schedule.
///
/// @param after since the end of the fault before it
/// @param targets processes; of a model fault, the stand-in's name for it
/// @param length until the target is started, continued or healed
public record PlannedFault(Kind kind, Duration after, List<String> targets, Duration length) {

    /// What happens.
    public enum Kind {
        /// `kill -9` of one process, which is started again.
        KILL,
        /// `kill -9` of every process at once.
        ALL,
        /// `SIGSTOP`, and `SIGCONT` after a while.
        PAUSE,
        /// The database is killed and stays away for a while.
        POSTGRES,
        /// The broker is killed and stays away for a while.
        KAFKA,
        /// A share of the model calls fails for a while.
        MODEL,
        /// `SIGTERM` and a new start, as when a new version is rolled out.
        ROLL,
        /// Nothing passes between a node and Kafka for a while.
        CUT,
        /// `kill -9`, and what the process had kept on its disk is gone when it starts again.
        FORGET
    }

    public PlannedFault {
        targets = List.copyOf(targets);
    }

    /// In words for the console, for instance `kill ingress-ws`.
    public String words() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + String.join(" ", targets);
    }
}
