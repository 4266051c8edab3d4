package io.parley.egress.delivery;

import io.parley.channels.Addressee;
import io.parley.channels.Sign;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one client's sign up while a turn runs: shows it at once, again before it fades, and where the channel
/// shows the text while it is being written, about once a second.
final class SignKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(SignKeeper.class);
    private static final Duration NO_NEWS = Duration.ofMinutes(2);
    private static final Duration TEXT_EVERY = Duration.ofSeconds(1);
    private static final int LONGEST_TEXT = 100_000;

    private final Station station;
    private final ClientId client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder text = new StringBuilder();
    private String turnId;
    private int attempt;
    private boolean isTextWhole = true;
    private boolean isTextNew;
    private boolean isOver;
    private Map<String, String> attributes = Map.of();
    private Instant heardAt;
    private Instant shownAt = Instant.MIN;

    SignKeeper(Station station, String clientId, TurnProgress first) {
        this.station = station;
        this.client = ClientId.parse(clientId);
        this.turnId = first.getTurnId();
        this.attempt = first.getAttempt();
        this.heardAt = station.chronicle().now();
        lock.lock();
        try {
            take(first);
        } finally {
            lock.unlock();
        }
    }

    /// Takes in the next sign.
    ///
    /// @return false when it is too late, the keeper is over
    boolean hear(TurnProgress progress) {
        lock.lock();
        try {
            if (isOver) {
                return false;
            }
            boolean isSame = progress.getTurnId().equals(turnId);
            if (isSame && progress.getAttempt() < attempt) {
                return true;
            }
            if (!isSame || progress.getAttempt() > attempt) {
                turnId = progress.getTurnId();
                attempt = progress.getAttempt();
                text.setLength(0);
                isTextWhole = true;
            }
            take(progress);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void take(TurnProgress progress) {
        heardAt = station.chronicle().now();
        if (!progress.getAttributes().isEmpty()) {
            attributes = progress.getAttributes();
        }
        if (progress.getSign() instanceof DeltaSign delta) {
            write(delta);
        }
    }

    private void write(DeltaSign delta) {
        boolean isConnected = delta.getOffset() <= text.length()
                && delta.getOffset() + delta.getText().length() <= LONGEST_TEXT;
        isTextWhole = isConnected && (isTextWhole || delta.getOffset() == 0);
        if (isTextWhole) {
            text.setLength(delta.getOffset());
            text.append(delta.getText());
            isTextNew = true;
            changed.signalAll();
        }
    }

    void end() {
        lock.lock();
        try {
            isOver = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Until the end, or until nothing has been heard for long.
    void run() {
        try {
            while (awaitNext()) {
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /// @return false when it is over
    private boolean awaitNext() throws InterruptedException {
        lock.lock();
        try {
            while (!isOver) {
                var now = station.chronicle().now();
                if (now.isAfter(heardAt.plus(NO_NEWS))) {
                    return false;
                }
                var next = next();
                if (!now.isBefore(next)) {
                    return true;
                }
                var _ = changed.awaitNanos(Math.min(
                        TimeUnit.SECONDS.toNanos(30),
                        Duration.between(now, next).toNanos()));
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Instant next() {
        if (shownAt.equals(Instant.MIN)) {
            return Instant.MIN;
        }
        if (isTextNew) {
            return shownAt.plus(TEXT_EVERY);
        }
        var lasts = station.sender().signLasts();
        return lasts.isPositive() ? shownAt.plus(lasts.multipliedBy(4).dividedBy(5)) : heardAt.plus(NO_NEWS);
    }

    private void show() throws InterruptedException {
        Sign sign;
        Map<String, String> with;
        lock.lock();
        try {
            shownAt = station.chronicle().now();
            isTextNew = false;
            sign = new Sign(turnId, attempt, isTextWhole ? text.toString() : "");
            with = attributes;
        } finally {
            lock.unlock();
        }
        var to = station.customers().find(station.kind(), client, with);
        if (to.isPresent()
                && (sign.text().isEmpty() || station.sender().streams(to.get()))
                && station.gates().of(to.get().account()).admitsSign()) {
            show(sign, to.get());
        }
    }

    private void show(Sign sign, Addressee to) throws InterruptedException {
        try {
            station.sender().show(sign, to);
        } catch (RuntimeException e) {
            LOG.atDebug()
                    .addKeyValue("channel", station.kind())
                    .addKeyValue("cause", e.getClass().getName())
                    .log("sign of life not shown");
        }
    }
}
