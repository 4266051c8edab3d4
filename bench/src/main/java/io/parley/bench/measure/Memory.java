package io.parley.bench.measure;

/// What a server takes, in bytes.
///
/// @param resident as the kernel counts it
/// @param live its own objects
public record Memory(long resident, long live) {}
