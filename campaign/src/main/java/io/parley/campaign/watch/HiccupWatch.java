package io.parley.campaign.watch;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Notes when the machine itself stood still, which no promise covers: a thread that wants to sleep for a moment and
/// sleeps much longer.
public final class HiccupWatch implements AutoCloseable {

    private static final Duration NAP = Duration.ofMillis(10);
    private static final long WORTH_NOTING_MILLIS = 100;

    private final Recorder recorder;
    private final Thread thread;

    public HiccupWatch(Recorder recorder) {
        this.recorder = recorder;
        thread = Thread.ofPlatform().daemon().name("campaign-hiccups").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                long start = System.nanoTime();
                Thread.sleep(NAP);
                long late = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) - NAP.toMillis();
                if (late >= WORTH_NOTING_MILLIS) {
                    recorder.note(at -> new Line.Hiccup(at, late));
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
