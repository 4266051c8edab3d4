package io.parley.campaign.ledger;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// When something was seen.
///
/// @param n place among everything that this process saw, from 1
/// @param wall epoch milliseconds
/// @param nanos monotonic time of this process
public record Stamp(long n, long wall, long nanos) {

    /// Hands out stamps; safe from any thread.
    public static final class Source {

        private final InstantSource clock;
        private final AtomicLong last = new AtomicLong();

        public Source(InstantSource clock) {
            this.clock = clock;
        }

        public Stamp now() {
            return new Stamp(last.incrementAndGet(), clock.millis(), System.nanoTime());
        }
    }
}
