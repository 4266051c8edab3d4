package io.parley.standalone.process;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The parts of this process that run, and their end: on SIGINT, SIGTERM or a failure they are closed by rank, the
/// highest first, then the JVM ends with 0, or with 1 after a failure.
public final class Running {

    private final Console console;
    private final Duration patience;
    private final PriorityQueue<Part> parts = new PriorityQueue<>();
    private final AtomicInteger exitCode = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private record Part(int rank, String name, AutoCloseable resource) implements Comparable<Part> {

        @Override
        public int compareTo(Part other) {
            return Integer.compare(other.rank, rank);
        }
    }

    /// @param patience how long the end may take altogether before the JVM is ended without it
    public Running(Console console, Duration patience) {
        this.console = console;
        this.patience = patience;
    }

    /// From now on SIGINT and SIGTERM end the process in order.
    public void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "parley-stop"));
    }

    /// Takes a part that has started. If the process is ending already, the part is closed at once.
    public void add(int rank, String name, AutoCloseable resource) {
        Part part = new Part(rank, name, resource);
        boolean late;
        synchronized (parts) {
            late = stopping.get();
            if (!late) {
                parts.add(part);
            }
        }
        if (late) {
            close(part);
        }
    }

    public boolean isStopping() {
        return stopping.get();
    }

    /// Waits for the end; the JVM ends inside this call.
    public void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /// Prints one line on standard error, closes everything and ends the JVM with 1. Safe from any thread; returns at
    /// once.
    public void fail(String line) {
        if (exitCode.compareAndSet(0, 1) && !stopping.get()) {
            System.err.println("parley: " + line);
            end();
        }
    }

    /// Ends the process as a signal would. Safe from any thread; returns at once.
    public void end() {
        Thread.ofPlatform().name("parley-end").start(() -> System.exit(exitCode.get()));
    }

    private void stop() {
        synchronized (parts) {
            stopping.set(true);
        }
        Thread closing = Thread.ofPlatform().name("parley-close").start(this::closeAll);
        try {
            if (!closing.join(patience)) {
                console.print("parley: gave up waiting for a clean stop");
                exitCode.compareAndSet(0, 1);
            }
        } catch (InterruptedException e) {
            exitCode.compareAndSet(0, 1);
        }
        Runtime.getRuntime().halt(exitCode.get()); // a signal would make it 130 or 143
    }

    private void closeAll() {
        while (true) {
            Part part;
            synchronized (parts) {
                part = parts.poll();
            }
            if (part == null) {
                return;
            }
            close(part);
        }
    }

    private void close(Part part) {
        long start = System.nanoTime();
        try {
            part.resource().close();
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            console.progress(part.name() + " stopped (" + took + " ms)");
        } catch (Exception e) { // any part may fail to stop; the others must still be stopped
            exitCode.compareAndSet(0, 1);
            console.print("parley: " + part.name() + " did not stop cleanly: " + e.getMessage());
        }
    }
}
