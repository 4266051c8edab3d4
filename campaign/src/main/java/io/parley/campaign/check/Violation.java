package io.parley.campaign.check;

/// A promise that was broken.
///
/// @param law the law's number and name
/// @param who the client, or another place where it happened
/// @param what what was seen and what should have been
public record Violation(String law, String who, String what) {}
