package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final SlowWire wire = new SlowWire();
    private long now = SendQueue.BRISK.toNanos();
    private final SendQueue queue = new SendQueue(wire, new Backlog(10, 1_000, () -> 1), () -> now);

    @Test
    void one_frame_is_written_at_a_time_in_order() {
        queue.offer("a");
        queue.offer("b");
        queue.offerSign("c");
        assertThat(wire.sent).containsExactly("a");
        wire.finish();
        wire.finish();
        assertThat(wire.sent).containsExactly("a", "b", "c");
    }

    @Test
    void over_the_budget_signs_are_dropped_first() {
        queue.offer("in flight");
        assertThat(queue.offerSign("123456")).isTrue();
        assertThat(queue.offerSign("12345")).isFalse();
        assertThat(queue.offer("entry")).isTrue();
        wire.finish();
        wire.finish();
        assertThat(wire.sent).containsExactly("in flight", "entry");
    }

    @Test
    void entries_over_the_budget_say_that_the_reader_is_too_slow() {
        queue.offer("in flight");
        now += SendQueue.BRISK.toNanos();
        assertThat(queue.offer("12345678")).isTrue();
        assertThat(queue.offer("123")).isFalse();
    }

    @Test
    void a_reader_that_keeps_taking_frames_is_given_more_for_a_burst() {
        queue.offer("in flight");
        assertThat(queue.offer("x".repeat(60))).isTrue();
        assertThat(queue.offerSign("sign")).isFalse();
        assertThat(queue.offer("x".repeat(21))).isFalse();
        now += SendQueue.BRISK.toNanos();
        assertThat(queue.offer("x")).isFalse();
        wire.finish();
        assertThat(queue.offer("x")).isTrue();
    }

    @Test
    void the_close_comes_after_all_and_nothing_after_it() {
        queue.offer("a");
        queue.closeAfter(1012, "bye");
        queue.offer("b");
        wire.finish();
        assertThat(wire.sent).containsExactly("a", "1012 bye");
    }

    @Test
    void a_failed_write_ends_the_queue() {
        queue.offer("a");
        queue.offer("b");
        wire.fail();
        queue.offer("c");
        assertThat(wire.sent).containsExactly("a");
    }

    @Test
    void a_frame_for_which_nothing_has_to_wait_is_never_too_much() {
        assertThat(queue.offer("longer than the budget")).isTrue();
        now += SendQueue.BRISK.toNanos();
        assertThat(queue.offer("longer than the budget")).isFalse();
    }

    @Test
    void when_the_node_is_full_a_socket_keeps_its_share_only() {
        var crowded = new Backlog(50_000, 30_000, () -> 3);
        var slow = new SendQueue(wire, crowded, () -> now);
        var other = new SendQueue(new SlowWire(), crowded, () -> now);
        slow.offer("in flight");
        assertThat(slow.offer("x".repeat(20_000))).isTrue();
        other.offer("in flight");
        assertThat(other.offer("x".repeat(9_000))).isTrue();
        assertThat(other.offer("x".repeat(990))).isTrue();

        assertThat(slow.offer("y")).isFalse();
        assertThat(other.offerSign("y".repeat(11))).isFalse();
        assertThat(other.offer("y".repeat(10))).isTrue();
    }

    @Test
    void what_a_queue_held_is_given_back_however_it_ends() {
        var backlog = new Backlog(1_000, 1_000, () -> 1);
        var flowing = new SendQueue(wire, backlog, () -> now);
        flowing.offer("in flight");
        flowing.offer("waits");
        flowing.offerSign("may be lost");
        assertThat(backlog.waiting()).isEqualTo(25);
        assertThat(flowing.size()).isEqualTo(25);
        wire.finish();
        assertThat(backlog.waiting()).isEqualTo(16);
        flowing.stop();
        assertThat(backlog.waiting()).isZero();
        wire.finish();
        assertThat(backlog.waiting()).isZero();
    }

    @Test
    void a_reader_that_takes_nothing_is_stuck_and_one_that_takes_a_little_is_not() {
        var patience = Duration.ofSeconds(20);
        queue.offer("a");
        queue.offer("b");
        assertThat(queue.isStuck(seconds(1), patience)).isFalse();
        assertThat(queue.isStuck(seconds(20), patience)).isFalse();
        wire.finish();
        assertThat(queue.isStuck(seconds(25), patience)).isFalse();
        assertThat(queue.isStuck(seconds(45), patience)).isFalse();
        assertThat(queue.isStuck(seconds(46), patience)).isTrue();
        wire.finish();
        assertThat(queue.isStuck(seconds(47), patience)).isFalse();
        assertThat(queue.isStuck(seconds(99), patience)).isFalse();
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void a_wire_that_answers_at_once_makes_no_recursion() {
        var count = new int[1];
        var eager = new SendQueue(
                new SendQueue.Wire() {
                    @Override
                    public void send(String frame, Callback callback) {
                        count[0]++;
                        callback.succeeded();
                    }

                    @Override
                    public void close(int code, String reason) {
                        count[0] = -1;
                    }
                },
                new Backlog(1_000_000, 1_000_000, () -> 1),
                () -> now);
        for (int i = 0; i < 100_000; i++) {
            eager.offer("x");
        }
        assertThat(count[0]).isEqualTo(100_000);
    }

    private static final class SlowWire implements SendQueue.Wire {

        private final List<String> sent = new ArrayList<>();
        private final Deque<Callback> callbacks = new ArrayDeque<>();

        @Override
        public void send(String frame, Callback callback) {
            sent.add(frame);
            callbacks.add(callback);
        }

        @Override
        public void close(int code, String reason) {
            sent.add(code + " " + reason);
        }

        void finish() {
            callbacks.remove().succeeded();
        }

        void fail() {
            callbacks.remove().failed(new IllegalStateException("gone"));
        }
    }
}
