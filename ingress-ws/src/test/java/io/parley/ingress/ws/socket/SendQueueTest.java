package io.parley.ingress.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.jupiter.api.Test;

class SendQueueTest {

    private final SlowWire wire = new SlowWire();
    private final SendQueue queue = new SendQueue(wire, 10);

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
        assertThat(queue.offer("12345678")).isTrue();
        assertThat(queue.offer("123")).isFalse();
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
    void a_wire_that_answers_at_once_makes_no_recursion() {
        var count = new int[1];
        var eager = new SendQueue(
                new SendQueue.Wire() {
                    @Override
                    public void send(String frame, Callback callback) {
                        count[0]++;
                        callback.succeed();
                    }

                    @Override
                    public void close(int code, String reason) {
                        count[0] = -1;
                    }
                },
                1_000_000);
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
            callbacks.remove().succeed();
        }

        void fail() {
            callbacks.remove().fail(new IllegalStateException("gone"));
        }
    }
}
