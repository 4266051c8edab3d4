package io.parley.ingress.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ingress.webhooks.intake.Bodies.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodiesTest {

    private final Bodies bodies = new Bodies(100, Duration.ofMillis(200), 150);

    @AfterEach
    void stop() {
        bodies.close();
    }

    @Test
    void a_body_of_the_longest_length_is_read_whole() {
        assertThat(read(100))
                .isInstanceOfSatisfying(
                        Body.Whole.class, whole -> assertThat(whole.bytes()).hasSize(100));
        assertThat(read(101)).isEqualTo(new Body.Cut(413, "body-too-large"));
    }

    @Test
    void what_is_announced_too_large_is_not_read() throws IOException {
        var untouched = InputStream.nullInputStream();
        untouched.close();
        assertThat(bodies.read(untouched, 101)).isEqualTo(new Body.Cut(413, "body-too-large"));
    }

    @Test
    void bodies_that_are_held_together_have_room_for_so_many_bytes() {
        try (var first = read(100)) {
            assertThat(first).isInstanceOf(Body.Whole.class);
            assertThat(read(60)).isEqualTo(new Body.Cut(503, "too-much-at-once"));
            assertThat(read(50)).isInstanceOf(Body.Whole.class).satisfies(Body::close);
        }
        assertThat(read(100)).isInstanceOf(Body.Whole.class);
    }

    @Test
    void a_silent_sender_is_left_in_time_and_the_thread_goes_on_unharmed() throws IOException {
        assertThat(bodies.read(silent(), -1)).isEqualTo(new Body.Cut(408, "body-too-slow"));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_sender_that_breaks_off_is_no_slow_one() {
        assertThat(bodies.read(new PipedInputStream(), -1)).isEqualTo(new Body.Cut(400, "body-broken-off"));
    }

    private Body read(int length) {
        return bodies.read(new ByteArrayInputStream(new byte[length]), -1);
    }

    private static InputStream silent() throws IOException {
        return new PipedInputStream(new PipedOutputStream());
    }
}
