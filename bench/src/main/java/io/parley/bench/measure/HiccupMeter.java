package io.parley.bench.measure;

import java.util.concurrent.locks.LockSupport;

/// How late the machine wakes a thread that asked for a millisecond of sleep: no latency measured beside it can be
/// trusted to be better.
public final class HiccupMeter implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000;

    private final Latencies hiccups = new Latencies();
    private final Thread thread = Thread.ofPlatform().daemon().name("hiccups").unstarted(this::run);
    private volatile boolean closed;

    public static HiccupMeter started() {
        var meter = new HiccupMeter();
        meter.thread.start();
        return meter;
    }

    public double p99Millis() {
        return hiccups.millis(99);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        while (!closed) {
            long intended = System.nanoTime() + PAUSE_NANOS;
            LockSupport.parkNanos(PAUSE_NANOS);
            hiccups.record(intended, System.nanoTime());
        }
    }
}
