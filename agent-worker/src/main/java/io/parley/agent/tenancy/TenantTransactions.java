package io.parley.agent.tenancy;

import java.util.function.Function;

/// Runs work on the database as one short transaction that sees the rows of one tenant only. Row-level security is
/// forced: outside of such a transaction no tenant's row can be read or written.
///
/// A database that can't do the work now is reported as [DatabaseAway].
public interface TenantTransactions {

    /// Runs the work and commits; rolls back whatever it throws. Never call a model or Kafka in it.
    ///
    /// @param work reads and writes through the round trip; before it uses anything else, it sends what waits
    <T> T call(String tenant, Commit commit, Function<RoundTrip, T> work);

    /// The same, and what was written survives everything.
    default <T> T call(String tenant, Function<RoundTrip, T> work) {
        return call(tenant, Commit.NOW, work);
    }

    /// When the commit reaches the disk.
    enum Commit {
        /// Before the call returns.
        NOW("on"),
        /// With the next commit that is waited for, or a moment later: at a crash of the database server it may be
        /// as if the work had never been done, but never so if anything later is still there.
        SOON("off");

        private final String synchronous;

        Commit(String synchronous) {
            this.synchronous = synchronous;
        }

        String synchronous() {
            return synchronous;
        }
    }
}
