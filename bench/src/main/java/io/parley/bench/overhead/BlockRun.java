package io.parley.bench.overhead;

import io.parley.bench.measure.HiccupMeter;
import io.parley.bench.measure.Latencies;
import io.parley.bench.measure.ProcessCpu;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Drives one contender for one block, open loop: message n is meant to start at n / rate, whatever became of those
/// before it.
final class BlockRun {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Contender contender;
    private final int messages;
    private final long gapNanos;
    private final AtomicLong numbers;

    /// A block of one contender.
    ///
    /// @param numbers where message numbers come from, so that none is used twice in a run
    BlockRun(Contender contender, int ratePerSecond, Duration length, AtomicLong numbers) {
        this.contender = contender;
        this.messages = Math.toIntExact(ratePerSecond * length.toMillis() / 1_000);
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        this.numbers = numbers;
    }

    Block run() {
        long first = numbers.getAndAdd(messages);
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        var ends = new AtomicIntegerArray(messages);
        var latencies = new Latencies();
        contender.onEnd(number -> {
            long now = System.nanoTime();
            int index = (int) (number - first);
            if (index >= 0 && index < messages && ends.getAndIncrement(index) == 0) {
                latencies.record(start + index * gapNanos, now);
            }
        });
        var cpu = ProcessCpu.of(contender.process());
        try (var hiccups = HiccupMeter.started()) {
            for (int i = 0; i < messages; i++) {
                parkUntil(start + i * gapNanos);
                contender.send(first + i);
            }
            awaitAll(latencies);
            var used = ProcessCpu.of(contender.process()).minus(cpu).toMillis();
            return new Block(latencies, messages, missing(ends), surplus(ends), used, hiccups.p99Millis());
        }
    }

    private void awaitAll(Latencies latencies) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (latencies.count() < messages && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private int missing(AtomicIntegerArray ends) {
        int missing = 0;
        for (int i = 0; i < messages; i++) {
            missing += ends.get(i) == 0 ? 1 : 0;
        }
        return missing;
    }

    private int surplus(AtomicIntegerArray ends) {
        int surplus = 0;
        for (int i = 0; i < messages; i++) {
            surplus += Math.max(0, ends.get(i) - 1);
        }
        return surplus;
    }
}
