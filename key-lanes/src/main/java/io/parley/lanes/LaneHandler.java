package io.parley.lanes;

/// What is done with the records of one key.
///
/// Called on a virtual thread as long as the lane has unfinished records, never twice at a time for one key.
@FunctionalInterface
public interface LaneHandler<V> {
    /// Takes at least one record from the lane, works, and says how it ended. All records that were taken
    /// during the call and not finished early get the returned ending.
    ///
    /// An exception counts as [Ending.Retry] with a growing back-off: it never sends a record to the dead
    /// letters.
    Ending handle(Lane<V> lane) throws InterruptedException;
}
