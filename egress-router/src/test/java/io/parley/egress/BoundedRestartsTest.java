package io.parley.egress;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoundedRestartsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final BoundedRestarts restarts = new BoundedRestarts(clock);

    @Test
    void a_thread_is_replaced_five_times_and_then_routing_stops() {
        for (int death = 0; death < BoundedRestarts.MOST; death++) {
            assertThat(restarts.handle(new IllegalStateException("x"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(restarts.handle(new IllegalStateException("x"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void deaths_of_long_ago_do_not_count() {
        for (int death = 0; death < 50; death++) {
            assertThat(restarts.handle(new IllegalStateException("x"))).isEqualTo(REPLACE_THREAD);
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(3)));
        }
    }
}
