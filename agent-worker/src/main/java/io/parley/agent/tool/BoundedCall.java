package io.parley.agent.tool;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: waits for its place, runs, and ends exactly once, by its result, its time or a cancel, whichever is first.
///
/// The place is kept until the tool has really returned, also long after its time is up: a source that hangs fills its
/// own places and nothing else.
final class BoundedCall implements Toolbox.Call {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedCall.class);
    private static final int LONGEST_MESSAGE = 200;

    private final Tool tool;
    private final CircuitBreaker breaker;
    private final Place place;
    private final ScheduledExecutorService timer;
    private final Ending ending;
    private final CountDownLatch over = new CountDownLatch(1);
    private long startedNanos = System.nanoTime();
    private @Nullable Thread thread;
    private @Nullable Future<?> expiry;
    private boolean ended;
    private volatile Toolbox.@Nullable Outcome outcome;

    /// Where calls of one tenant and source wait for each other.
    record Place(Semaphore free, Duration patience) {}

    /// Who hears of the end.
    record Ending(ToolMetrics metrics, Runnable wake) {}

    BoundedCall(Tool tool, CircuitBreaker breaker, Place place, ScheduledExecutorService timer, Ending ending) {
        this.tool = tool;
        this.breaker = breaker;
        this.place = place;
        this.timer = timer;
        this.ending = ending;
    }

    /// On the call's own thread; returns when the tool has.
    void run(ToolCall call) {
        try {
            if (!place.free().tryAcquire(place.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                end(new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.BUSY));
                return;
            }
            try {
                if (begin()) {
                    end(answer(call));
                }
            } finally {
                place.free().release();
            }
        } catch (InterruptedException e) {
            end(new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.BROKEN));
        } finally {
            // Whatever a tool throws, its caller does not wait for ever.
            end(new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.BROKEN));
            over.countDown();
        }
    }

    private synchronized boolean begin() {
        if (ended) {
            return false;
        }
        startedNanos = System.nanoTime();
        thread = Thread.currentThread();
        expiry = timer.schedule(this::expire, tool.spec().timeout().toNanos(), TimeUnit.NANOSECONDS);
        return true;
    }

    private Toolbox.Outcome answer(ToolCall call) throws InterruptedException {
        try {
            return new Toolbox.Outcome.Answered(CheckedResult.of(tool.call(heard(call))));
        } catch (ToolFailure e) {
            return new Toolbox.Outcome.Failed(e.reason());
        } catch (RuntimeException | StackOverflowError e) {
            // Without the exception: it may quote what the client has written.
            LOG.atError()
                    .addKeyValue("tool", tool.spec().name())
                    .addKeyValue("error", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
                    .log("tool broken");
            return new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.BROKEN);
        }
    }

    /// Hears of its progress only while somebody waits for it.
    private ToolCall heard(ToolCall call) {
        ToolProgress progress = (percent, message) -> {
            if (!isEnded()) {
                call.progress()
                        .moved(
                                percent == null ? null : Math.clamp(percent, 0, 100),
                                message == null ? null : CheckedResult.cut(message, LONGEST_MESSAGE));
            }
        };
        return new ToolCall(
                call.client(),
                call.phone(),
                call.settings(),
                call.turnId(),
                call.asked(),
                call.arguments(),
                call.idempotencyKey(),
                progress);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private void expire() {
        if (end(new Toolbox.Outcome.Failed(Toolbox.Outcome.Failed.TIMEOUT))) {
            interruptUnlessWriting();
        }
    }

    private synchronized void interruptUnlessWriting() {
        if (thread != null && tool.spec().effect() != Effect.WRITE) {
            thread.interrupt();
        }
    }

    @Override
    public Optional<Toolbox.Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (ended || (thread != null && tool.spec().effect() == Effect.WRITE)) {
                return;
            }
            ended = true;
        }
        stopTimer();
        breaker.releasePermission();
        ending.metrics().ended(tool.spec().name(), ToolMetrics.CANCELLED);
        interruptUnlessWriting();
    }

    /// Waits until the tool has returned.
    void awaitEnd(long nanos) throws InterruptedException {
        var _ = over.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /// Only the first end counts.
    private boolean end(Toolbox.Outcome how) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            outcome = how;
        }
        stopTimer();
        long nanos = System.nanoTime() - startedNanos;
        count(how, nanos);
        ending.metrics().ended(tool.spec().name(), how, Duration.ofNanos(nanos));
        ending.wake().run();
        return true;
    }

    private synchronized void stopTimer() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }

    /// The source is to blame for what it failed to do, not for what it was wrongly asked, nor for our own faults.
    private void count(Toolbox.Outcome how, long nanos) {
        switch (how) {
            case Toolbox.Outcome.Answered answered -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            case Toolbox.Outcome.Failed failed
            when failed.reason().equals(Toolbox.Outcome.Failed.BUSY)
                    || failed.reason().equals(Toolbox.Outcome.Failed.BROKEN) -> breaker.releasePermission();
            case Toolbox.Outcome.Failed failed ->
                breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(failed.reason()));
        }
    }
}
