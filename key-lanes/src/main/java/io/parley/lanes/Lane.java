package io.parley.lanes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One key's records as one call of a handler sees them: those it has taken, those that wait behind, and
/// whether it shall stop.
///
/// Belongs to one call of [LaneHandler#handle]; after the call it is dead: `take` throws, everything else
/// does nothing. All methods may be called from any thread.
public interface Lane<V> {
    String key();

    /// The ownership under which this call runs.
    Ownership ownership();

    /// The next record in order. From now on this call holds it, and its ending decides about it.
    ///
    /// @throws IllegalStateException when nothing waits; at the start of a call something always does
    LaneRecord<V> take();

    /// What waits and is not taken yet, in order: a snapshot. A lane keeps no more records at a time, held
    /// and waiting, than the builder's `maxRecordsPerLane`; the rest follows as they are finished.
    List<LaneRecord<V>> newer();

    /// Waits for a record that neither `take`, `newer` nor an earlier `await` has seen, for a [#wake], for a
    /// cancellation or for the time, whatever is first; returns at once if it has happened already. As long
    /// as the call is cancelled, it returns [Signal#CANCELLED] at once.
    Signal await(Instant until) throws InterruptedException;

    /// Ends the running `await`, or the next one, with [Signal#WOKEN]. Several calls before it are one.
    void wake();

    /// Finishes one held record before the call ends. Does nothing if the record is not held (any more) or
    /// the partition is revoked.
    void finish(LaneRecord<V> record);

    /// Why this call shall stop, if so. `SHUTDOWN` and `REVOKED` replace an earlier `BY_CLIENT`.
    Optional<Cancellation> cancellation();

    /// Runs the action once when this call is cancelled: on a virtual thread of its own, or at once on the
    /// caller's thread if it is cancelled already. It is dropped when the call ends before.
    void onCancel(Runnable action);
}
