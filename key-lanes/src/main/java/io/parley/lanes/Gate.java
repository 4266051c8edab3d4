package io.parley.lanes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Counts the work that is going on for a partition, and lets no new work begin once it is shut.
final class Gate {
    private int inside;
    private boolean shut;

    /// False if shut; otherwise [#leave] must follow.
    synchronized boolean enter() {
        if (shut) {
            return false;
        }
        inside++;
        return true;
    }

    synchronized void leave() {
        inside--;
        if (inside == 0) {
            notifyAll();
        }
    }

    synchronized void shut() {
        shut = true;
        notifyAll();
    }

    synchronized boolean isQuiet() {
        return inside == 0;
    }

    /// Waits until nobody is inside.
    ///
    /// @param deadline on the scale of [System#nanoTime]
    synchronized void awaitQuiet(long deadline) throws InterruptedException {
        for (long left = deadline - System.nanoTime(); inside > 0 && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /// Waits for the time or until shut; true if it is still open.
    synchronized boolean pause(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = deadline - System.nanoTime(); !shut && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !shut;
    }
}
