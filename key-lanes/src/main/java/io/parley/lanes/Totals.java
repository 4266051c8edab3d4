package io.parley.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Counters since the start.
final class Totals {
    final LongAdder received = new LongAdder();
    final LongAdder finished = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final AtomicInteger retrying = new AtomicInteger();
}
