package io.parley.agent.tenancy;

import java.util.function.Supplier;

/// Runs work on the database as one short transaction that sees the rows of one tenant only. Row-level security is
/// forced: outside of such a transaction no tenant's row can be read or written.
@FunctionalInterface
public interface TenantTransactions {

    /// Runs the work and commits; rolls back whatever it throws. Never call a model or Kafka in it.
    <T> T call(String tenant, Supplier<T> work);
}
