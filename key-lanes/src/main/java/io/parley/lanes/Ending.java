package io.parley.lanes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one call of a handler ended, for all records that it had taken and not finished before.
public sealed interface Ending {
    /// The records are finished and will not be seen again.
    record Finished() implements Ending {}

    /// The records go back to the head of the lane, in their order, and are handled again after the delay, as
    /// often as it takes: for failures of infrastructure. A cancellation ends the delay at once.
    record Retry(Duration after, String reason) implements Ending {}

    /// The records can never succeed: they are dead-lettered, and finished once the dead letter is
    /// acknowledged.
    record Parked(String reason, @Nullable Throwable cause) implements Ending {}
}
