package io.parley.agent.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How many model calls run at a time: in this worker, for each tenant, at each provider. Who does not get a permit
/// at once is queued behind those of the same tenant and provider, and passes those who wait for others.
public final class Permits {

    private final Map<String, Integer> used = new HashMap<>();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Limits limits;
    private final Duration patience;

    /// The bounds.
    public record Limits(int worker, int tenant, int provider) {}

    /// @param patience how long a permit is to be waited for
    public Permits(Limits limits, Duration patience) {
        this.limits = limits;
        this.patience = patience;
    }

    /// After which whoever waits shall give up.
    public Duration patience() {
        return patience;
    }

    /// A permit that is granted or still waited for. Closing it gives it back, or ends the waiting.
    public interface Lease extends AutoCloseable {
        boolean isGranted();

        @Override
        void close();
    }

    /// Asks for a permit.
    ///
    /// @param wake called when a permit that was not there at once is granted
    public Lease ask(String tenant, String provider, Runnable wake) {
        var asked = new Waiting("tenant " + tenant, "provider " + provider, wake);
        synchronized (this) {
            if (isFree(asked)) {
                take(asked);
            } else {
                queue.add(asked);
            }
        }
        return asked;
    }

    private boolean isFree(Waiting asked) {
        return used.getOrDefault("", 0) < limits.worker()
                && used.getOrDefault(asked.tenant, 0) < limits.tenant()
                && used.getOrDefault(asked.provider, 0) < limits.provider();
    }

    private void take(Waiting asked) {
        used.merge("", 1, Integer::sum);
        used.merge(asked.tenant, 1, Integer::sum);
        used.merge(asked.provider, 1, Integer::sum);
        asked.granted = true;
    }

    private synchronized void giveBack(Waiting asked) {
        if (asked.closed) {
            return;
        }
        asked.closed = true;
        if (!asked.granted) {
            queue.remove(asked);
            return;
        }
        release("");
        release(asked.tenant);
        release(asked.provider);
        for (var waiting = queue.iterator(); waiting.hasNext(); ) {
            var next = waiting.next();
            if (isFree(next)) {
                waiting.remove();
                take(next);
                next.wake.run();
                return;
            }
        }
    }

    private void release(String name) {
        used.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }

    private final class Waiting implements Lease {
        private final String tenant;
        private final String provider;
        private final Runnable wake;
        private volatile boolean granted;
        private boolean closed;

        Waiting(String tenant, String provider, Runnable wake) {
            this.tenant = tenant;
            this.provider = provider;
            this.wake = wake;
        }

        @Override
        public boolean isGranted() {
            return granted;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }
}
