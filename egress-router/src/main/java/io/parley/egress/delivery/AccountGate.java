package io.parley.egress.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.parley.channels.Limit;
import io.parley.channels.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Through it goes whatever is sent on one account.
///
/// Its limits are shared in the order of arrival. A pause that the provider asks for holds up all; after it a
/// single call tries whether it is over, and then the buckets begin empty, so that a pause costs one refusal
/// and not one for each that waits. Doubtful calls in a row open the breaker, which lets one call through at
/// growing intervals; and no more than a few calls are begun while none is answered, so that an outage leaves
/// few messages in doubt.
final class AccountGate {

    /// Calls that may be under way without any answer in between.
    static final int UNANSWERED = 10;

    /// Where a channel names no limit of the account.
    static final Limit STANDARD = new Limit(Limit.Scope.ACCOUNT, 1000, Duration.ofSeconds(1), 200);

    static final Limit SIGNS = new Limit(Limit.Scope.ACCOUNT, 10, Duration.ofSeconds(1), 10);

    private static final int DOUBTS_IN_A_ROW = 3;
    private static final Duration PROBE = Duration.ofMillis(250);
    private static final Duration CROWDED = Duration.ofMillis(40);
    private static final Duration SPARED = Duration.ofSeconds(15);
    /// A place not used for so long is given up, else all that were held up would go at once.
    private static final Duration UNUSED = Duration.ofSeconds(1);
    private static final Duration HALT = Duration.ofSeconds(60);

    /// One message that wants to go.
    static final class Turn {
        private final List<Limit> limits;
        private final boolean isAgain;
        private long generation = -1;
        private Instant due = Instant.EPOCH;
        private boolean isTrial;

        /// @param isAgain whether it may have been sent before; such a one is not risked to find out about an
        ///     outage as long as there are others
        Turn(List<Limit> limits, boolean isAgain) {
            this.limits = limits.isEmpty() ? List.of(STANDARD) : List.copyOf(limits);
            this.isAgain = isAgain;
        }
    }

    private final Clock clock;
    private final CircuitBreaker breaker;
    private final Buckets buckets;
    private final Buckets signs;
    private final Windows windows = new Windows();
    private Instant pausedUntil = Instant.EPOCH;
    private Instant openedAt = Instant.MAX;
    private boolean isHalted;
    private boolean isUnproven;
    private boolean isTried;
    private long generation;
    private int unanswered;

    AccountGate(String name, Clock clock) {
        this.clock = clock;
        this.buckets = new Buckets(clock);
        this.signs = new Buckets(clock);
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .slidingWindow(DOUBTS_IN_A_ROW, DOUBTS_IN_A_ROW, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30)))
                        .build());
    }

    /// Asks to go. Who was let through must say what came of it: [#answered] or [#abandoned].
    ///
    /// @return empty to go now; else when to ask again
    synchronized Optional<Instant> ask(Turn turn) {
        var now = clock.instant();
        if (now.isBefore(pausedUntil)) {
            return Optional.of(pausedUntil);
        }
        if (isUnproven && isTried) {
            return Optional.of(soon(now, PROBE));
        }
        if (unanswered >= UNANSWERED) {
            return Optional.of(soon(now, CROWDED));
        }
        if (turn.generation != generation || turn.due.plus(UNUSED).isBefore(now)) {
            turn.generation = generation;
            turn.due = buckets.reserve(turn.limits);
        }
        if (now.isBefore(turn.due)) {
            return Optional.of(turn.due);
        }
        var full = windows.fullUntil(turn.limits, now);
        if (full.isPresent()) {
            return full;
        }
        if ((turn.isAgain && isSpared(now)) || !breaker.tryAcquirePermission()) {
            return Optional.of(soon(now, PROBE));
        }
        windows.count(turn.limits, now);
        unanswered++;
        turn.isTrial = isUnproven;
        isTried |= isUnproven;
        return Optional.empty();
    }

    /// Whether a doubtful message leaves it to others to find out if the provider is back.
    private boolean isSpared(Instant now) {
        if (isClosed()) {
            openedAt = Instant.MAX;
            return false;
        }
        if (openedAt.equals(Instant.MAX)) {
            openedAt = now;
        }
        return now.isBefore(openedAt.plus(SPARED));
    }

    private static Instant soon(Instant now, Duration about) {
        long most = about.toMillis() * 2;
        return now.plusMillis(ThreadLocalRandom.current().nextLong(most / 4, most));
    }

    /// Whether who was let through may still go: nobody has been told to wait since.
    synchronized boolean isOpen(Turn turn) {
        return turn.generation == generation && !clock.instant().isBefore(pausedUntil);
    }

    /// The call was not made.
    synchronized void abandoned(Turn turn) {
        breaker.releasePermission();
        unanswered = Math.max(0, unanswered - 1);
        isTried &= !turn.isTrial;
        turn.generation = -1;
    }

    /// The call has ended.
    ///
    /// @return whether the account has come to a halt by it that it was not in before
    synchronized boolean answered(Turn turn, Outcome outcome) {
        turn.generation = -1;
        isTried &= !turn.isTrial;
        return switch (outcome) {
            case Outcome.Unknown unknown -> {
                unanswered = Math.max(0, unanswered - 1);
                breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException("in doubt"));
                yield false;
            }
            case Outcome.Halted halted -> {
                heard();
                boolean isNew = !isHalted;
                isHalted = true;
                pause(HALT);
                yield isNew;
            }
            case Outcome.Later(Duration after, Limit.Scope scope, String reason)
            when scope == Limit.Scope.ACCOUNT -> {
                heard();
                pause(after);
                yield false;
            }
            default -> {
                heard();
                proven(turn);
                yield false;
            }
        };
    }

    private void heard() {
        unanswered = 0;
        boolean wasClosed = isClosed();
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        if (!wasClosed && isClosed()) {
            begin(clock.instant());
        }
    }

    private void pause(Duration time) {
        var until = clock.instant().plus(time);
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
        isUnproven = true;
        isTried = false;
        begin(pausedUntil);
    }

    /// All have to reserve anew.
    private void begin(Instant at) {
        generation++;
        buckets.restart(at);
    }

    private boolean isClosed() {
        return breaker.getState() == CircuitBreaker.State.CLOSED;
    }

    /// The first call after a pause has come through: all may reserve anew.
    private void proven(Turn turn) {
        if (turn.isTrial && isUnproven) {
            isUnproven = false;
            isHalted = false;
            begin(clock.instant());
        }
    }

    /// Whether a sign of life may be shown; they have a small budget of their own.
    synchronized boolean admitsSign() {
        return !isPaused() && isClosed() && signs.take(SIGNS);
    }

    synchronized boolean isPaused() {
        return isUnproven || clock.instant().isBefore(pausedUntil);
    }

    synchronized boolean isHalted() {
        return isHalted;
    }
}
