package io.parley.bench.lanes;

/// What one contender's process has measured of itself.
///
/// @param perSecond handlers that ended in a second of the measured time
/// @param completed handlers that ended since the start
/// @param disordered records that came out of their key's order, or two of a key at a time
/// @param residentMegabytes the most memory that the process has had, 0 where the system does not tell
/// @param hiccupP99 how late the machine woke a sleeping thread, in milliseconds
record Outcome(
        String contender,
        double perSecond,
        int mostInFlight,
        double meanInFlight,
        int completed,
        int disordered,
        double cpuSeconds,
        long residentMegabytes,
        int threads,
        double hiccupP99) {}
