package io.parley.channels;

/// A sign of life of a running turn.
///
/// @param turnId the same for all signs of a turn
/// @param text what has been written so far, in Markdown; empty before
public record Sign(String turnId, int attempt, String text) {}
