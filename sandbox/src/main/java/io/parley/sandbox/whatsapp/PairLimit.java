package io.parley.sandbox.whatsapp;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// How often a business number may write to one person: once in 6 seconds; up to 45 messages may go as a burst, which
/// borrows from the time to come (Cloud API, throughput, "pair rate limits").
final class PairLimit {

    private static final int BURST = 45;
    private static final Duration EACH = Duration.ofSeconds(6);

    private final Clock clock;

    /// When each pair will have paid back all that it borrowed, in milliseconds.
    private final ConcurrentHashMap<String, Long> paidBack = new ConcurrentHashMap<>();

    PairLimit(Clock clock) {
        this.clock = clock;
    }

    /// Takes one message, if it may go.
    boolean admits(String number, String person) {
        var now = clock.millis();
        var admitted = new boolean[1];
        paidBack.compute(number + ">" + person, (pair, before) -> {
            var debt = Math.max(now, before == null ? now : before) - now;
            admitted[0] = debt <= EACH.multipliedBy(BURST - 1L).toMillis();
            return admitted[0] ? now + debt + EACH.toMillis() : before;
        });
        return admitted[0];
    }

    void forget() {
        paidBack.clear();
    }
}
