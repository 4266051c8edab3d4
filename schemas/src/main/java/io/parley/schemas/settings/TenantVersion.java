package io.parley.schemas.settings;

import java.time.Instant;

/// A version of a tenant's settings and where it comes from.
///
/// @param author who made it
/// @param offset its place in the topic: a later version has a higher one
public record TenantVersion(TenantDocument settings, String author, Instant at, long offset) {}
