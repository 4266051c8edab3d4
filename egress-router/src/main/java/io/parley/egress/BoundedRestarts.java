package io.parley.egress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces a stream thread that has died, but not for ever: after the fifth time within ten minutes the instance stops
/// routing, is no longer alive, and whoever runs it must start it anew.
final class BoundedRestarts implements StreamsUncaughtExceptionHandler {

    static final int MOST = 5;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(BoundedRestarts.class);

    private final Clock clock;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    BoundedRestarts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable cause) {
        var now = clock.instant();
        deaths.removeIf(death -> death.plus(WITHIN).isBefore(now));
        deaths.add(now);
        if (deaths.size() > MOST) {
            LOG.atError().setCause(cause).log("stream threads keep dying, routing stops");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.atError().setCause(cause).addKeyValue("deaths", deaths.size()).log("stream thread died, replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
