package io.parley.agent.tenancy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// How many of the database's connections one tenant may have at a time: thousands of its turns that end at the same
/// moment wait for each other, and another tenant's next one does not wait for them.
final class ConnectionShares {

    private final Map<String, Semaphore> shares = new ConcurrentHashMap<>();
    private final int each;
    private final Duration patience;

    /// @param each connections of one tenant
    /// @param patience after which work that found none has failed
    ConnectionShares(int each, Duration patience) {
        this.each = each;
        this.patience = patience;
    }

    /// Does the work as soon as the tenant has a connection free.
    ///
    /// @throws DatabaseAway when there was none in time, or when the thread was interrupted
    <T> T within(String tenant, Supplier<T> work) {
        var share = shares.computeIfAbsent(tenant, name -> new Semaphore(each, true));
        acquire(share);
        try {
            return work.get();
        } finally {
            share.release();
        }
    }

    private void acquire(Semaphore share) {
        try {
            if (!share.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseAway(new TimeoutException("no connection of the tenant's share within " + patience));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseAway(e);
        }
    }
}
