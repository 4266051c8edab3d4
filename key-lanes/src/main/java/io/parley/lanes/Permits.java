package io.parley.lanes;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;

/// Starts lanes on virtual threads, not more of them at a time than there are permits; the others wait in
/// order, without a thread.
final class Permits {
    private final int max;
    private final ThreadFactory threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Permits(int max, ThreadFactory threads) {
        this.max = max;
        this.threads = threads;
    }

    /// Runs the lane as soon as a permit is free; the lane calls [#release] when it no longer needs it.
    void start(Runnable lane) {
        synchronized (this) {
            if (running == max) {
                waiting.add(lane);
                return;
            }
            running++;
        }
        threads.newThread(lane).start();
    }

    void release() {
        Runnable lane;
        synchronized (this) {
            lane = waiting.poll();
            if (lane == null) {
                running--;
                return;
            }
        }
        threads.newThread(lane).start();
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
