package io.parley.sandbox.ycloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A webhook address that fails too much gets nothing for three minutes: after more than 200 failures in a minute, or
/// when they took more than ten minutes all together (YCloud help centre, webhook).
final class Suspension {

    private static final int FAILURES = 200;
    private static final Duration TOGETHER = Duration.ofMinutes(10);
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration FOR = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Clock clock;
    private final Map<String, Address> addresses = new ConcurrentHashMap<>();

    private record Failed(Instant at, Duration took) {}

    private static final class Address {
        private final Deque<Failed> failures = new ArrayDeque<>();
        private Instant until = Instant.EPOCH;
    }

    Suspension(Clock clock) {
        this.clock = clock;
    }

    void failed(String channel, Duration took) {
        var address = addresses.computeIfAbsent(channel, any -> new Address());
        var now = clock.instant();
        synchronized (address) {
            address.failures.add(new Failed(now, took));
            while (address.failures.getFirst().at().isBefore(now.minus(WITHIN))) {
                address.failures.removeFirst();
            }
            var together = address.failures.stream().map(Failed::took).reduce(Duration.ZERO, Duration::plus);
            if (address.failures.size() > FAILURES || together.compareTo(TOGETHER) > 0) {
                address.until = now.plus(FOR);
                address.failures.clear();
            }
        }
    }

    boolean isOn(String channel) {
        var address = addresses.get(channel);
        if (address == null) {
            return false;
        }
        synchronized (address) {
            return clock.instant().isBefore(address.until);
        }
    }

    /// Comes back when the address is served again.
    void await(String channel) {
        while (isOn(channel) && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    void forget() {
        addresses.clear();
    }
}
