package io.parley.lanes;

import java.time.Instant;

/// One time that a partition belongs to this consumer.
///
/// @param number never used again in this process: the same partition, assigned again, has another
/// @param since log time of the first record that was read: nothing unfinished is older
public record Ownership(String topic, int partition, long number, Instant since) {}
