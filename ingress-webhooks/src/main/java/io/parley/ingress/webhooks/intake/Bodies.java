package io.parley.ingress.webhooks.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Reads bodies of requests within limits: of each one's length and time, and of all that are held at the same time. A
/// slow or silent sender costs one virtual thread and the bytes that it has sent, and for so long only.
final class Bodies implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final long MOST_DISCARDED = 16L * 1024 * 1024;

    private final int longest;
    private final Duration patience;
    private final long room;
    private final AtomicLong held = new AtomicLong();
    private final ScheduledThreadPoolExecutor clock;

    /// What came of reading. Close it when the bytes are no longer needed.
    sealed interface Body extends AutoCloseable {

        /// All of it. The array is not copied.
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] bytes, Runnable release) implements Body {

            @Override
            public void close() {
                release.run();
            }
        }

        /// Not read, or not to its end.
        ///
        /// @param status that says why: 400, 408, 413, 503
        record Cut(int status, String reason) implements Body {

            @Override
            public void close() {
                // holds nothing
            }
        }

        @Override
        void close();
    }

    /// Limits in bytes and time.
    ///
    /// @param room for all bodies that are held at the same time
    Bodies(int longest, Duration patience, long room) {
        this.longest = longest;
        this.patience = patience;
        this.room = room;
        clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("parley-slow-bodies").factory());
        clock.setRemoveOnCancelPolicy(true);
    }

    /// Reads on the calling thread, which is interrupted when the time is up.
    ///
    /// @param announced length, or -1
    Body read(InputStream in, long announced) {
        if (announced > longest) {
            return tooLarge();
        }
        var deadline = new Deadline(Thread.currentThread());
        var pending = clock.schedule(deadline::pass, patience.toMillis(), TimeUnit.MILLISECONDS);
        var reading = new Reading();
        try {
            return reading.toTheEnd(in, deadline);
        } catch (IOException e) {
            reading.release();
            return deadline.hasPassed() ? tooSlow() : new Body.Cut(400, "body-broken-off");
        } finally {
            pending.cancel(false);
            deadline.end();
        }
    }

    /// Takes what is left of a body that is not wanted, within limits: a sender that is still at it would not read the
    /// answer, and lose it with the connection.
    void discard(InputStream in) {
        var deadline = new Deadline(Thread.currentThread());
        var pending = clock.schedule(deadline::pass, LINGER.toMillis(), TimeUnit.MILLISECONDS);
        try {
            var chunk = new byte[CHUNK];
            long left = MOST_DISCARDED;
            for (int read = in.read(chunk); read >= 0 && left > 0 && !deadline.hasPassed(); read = in.read(chunk)) {
                left -= read;
            }
        } catch (IOException e) {
            // The sender has gone, or is too slow: so be it.
        } finally {
            pending.cancel(false);
            deadline.end();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static Body tooLarge() {
        return new Body.Cut(413, "body-too-large");
    }

    private static Body tooSlow() {
        return new Body.Cut(408, "body-too-slow");
    }

    private final class Reading {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);

        private Body toTheEnd(InputStream in, Deadline deadline) throws IOException {
            var chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (deadline.hasPassed()) {
                    release();
                    return tooSlow();
                }
                if (bytes.size() + read > longest) {
                    release();
                    return tooLarge();
                }
                bytes.write(chunk, 0, read);
                if (held.addAndGet(read) > room) {
                    release();
                    return new Body.Cut(503, "too-much-at-once");
                }
            }
            return new Body.Whole(bytes.toByteArray(), this::release);
        }

        private void release() {
            held.addAndGet(-bytes.size());
            bytes.reset();
        }
    }

    /// Interrupts a thread that has not ended in time, and never one that has.
    private static final class Deadline {

        private final Thread thread;
        private boolean ended;
        private boolean passed;

        private Deadline(Thread thread) {
            this.thread = thread;
        }

        private synchronized void pass() {
            if (!ended) {
                passed = true;
                thread.interrupt();
            }
        }

        private synchronized boolean hasPassed() {
            return passed;
        }

        private synchronized void end() {
            ended = true;
            if (passed) {
                var _ = Thread.interrupted();
            }
        }
    }
}
