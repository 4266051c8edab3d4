package io.parley.bench.overhead;

import io.parley.bench.measure.Latencies;

/// What one block of one contender gave.
///
/// @param lost messages without their end
/// @param doubled ends beyond the first
/// @param cpuMillis CPU time of the contender's own process during the block
record Block(Latencies latencies, int sent, int lost, int doubled, long cpuMillis, double hiccupP99) {

    boolean isComplete() {
        return lost == 0 && doubled == 0;
    }

    double cpuPerThousand() {
        return cpuMillis * 1_000.0 / Math.max(1, sent);
    }
}
