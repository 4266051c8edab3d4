package io.parley.agent.turn;

import java.time.Instant;

/// Something that the worker decided about a turn, and why.
///
/// @param attempt in which attempt; 0 before the first
/// @param what a stable lower-case word
public record Decision(Instant at, int attempt, String what, String why) {}
