package io.parley.replay.exact;

/// The first thing about a turn that is not as it was.
///
/// @param where for instance `model request 2 (attempt 1)`, `decision 3`, `entry 1`
/// @param part what of it, for instance `system prompt`, `tool search_products`, `content`
/// @param recorded as the record has it
/// @param now as it came now
public record Difference(String where, String part, String recorded, String now) {}
