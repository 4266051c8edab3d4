package io.parley.lanes;

/// What the lanes of one [KeyLanes] are doing, as of now.
///
/// @param lanesInFlight running calls of the handler
/// @param lanes keys that have unfinished records here
/// @param lanesWaiting lanes that wait for a permit
/// @param lanesRetrying lanes that wait for the end of a retry's delay
/// @param recordsBuffered records that were read and are not finished
/// @param bytesBuffered what these are charged with
/// @param received records read since the start
/// @param finished records finished since the start, the parked ones included
/// @param parked records dead-lettered since the start
/// @param retries endings of kind Retry since the start, exceptions included
/// @param skipped records that were not handled again, because the committed metadata named them as finished
public record Stats(
        int lanesInFlight,
        int lanes,
        int lanesWaiting,
        int lanesRetrying,
        long recordsBuffered,
        long bytesBuffered,
        int assignedPartitions,
        int pausedPartitions,
        long received,
        long finished,
        long parked,
        long retries,
        long skipped) {}
