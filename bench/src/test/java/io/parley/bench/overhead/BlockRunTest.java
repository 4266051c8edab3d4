package io.parley.bench.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class BlockRunTest {

    private final Answering contender = new Answering();

    @Test
    void every_message_that_ends_once_is_complete() {
        var block = run();
        assertThat(block.isComplete()).isTrue();
        assertThat(block.latencies().count()).isEqualTo(50);
    }

    @Test
    void a_second_end_is_counted_and_not_measured() {
        contender.times = 2;
        var block = run();
        assertThat(block.doubled()).isEqualTo(50);
        assertThat(block.latencies().count()).isEqualTo(50);
    }

    @Test
    void a_stall_counts_for_every_message_that_it_delayed() {
        contender.stallNanos = 200_000_000;
        var block = run();
        // The first send blocks for 200 ms; the messages meant to start meanwhile began late, which a closed loop would
        // hide.
        assertThat(block.latencies().millis(90)).isGreaterThan(100);
    }

    private Block run() {
        return new BlockRun(contender, 500, Duration.ofMillis(100), new AtomicLong(1)).run();
    }

    private static final class Answering implements Contender {
        private LongConsumer listener = number -> {};
        private int times = 1;
        private long stallNanos;

        @Override
        public String name() {
            return "answering";
        }

        @Override
        public void send(long number) {
            long until = System.nanoTime() + stallNanos;
            stallNanos = 0;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < times; i++) {
                listener.accept(number);
            }
        }

        @Override
        public void onEnd(LongConsumer newListener) {
            listener = newListener;
        }

        @Override
        public ProcessHandle process() {
            return ProcessHandle.current();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
