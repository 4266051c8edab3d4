package io.parley.agent.turn;

import io.parley.agent.tenancy.DatabaseAway;
import io.parley.lanes.Lane;
import io.parley.lanes.LaneRecord;
import io.parley.lanes.Signal;
import io.parley.schemas.avro.IncomingKind;
import io.parley.schemas.avro.IncomingMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's lane as turns see it: every message is echoed to the client's log as soon as it is read, and work on
/// the database or Kafka is insisted on until it succeeds.
///
/// Every method that waits throws [LaneLeft] when this process shall not go on.
final class ClientLane {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLane.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Lane<IncomingMessage> lane;
    private final Entries entries;
    private final RecentEchoes echoes;
    private final Clock clock;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final List<Echo> unacknowledged = new ArrayList<>();
    private final List<LaneRecord<IncomingMessage>> taken = new ArrayList<>();

    private record Echo(IncomingMessage message, Trace trace, CompletableFuture<?> acknowledged) {}

    ClientLane(Lane<IncomingMessage> lane, Entries entries, RecentEchoes echoes, Clock clock) {
        this.lane = lane;
        this.entries = entries;
        this.echoes = echoes;
        this.clock = clock;
        lane.onCancel(() -> left.complete(null));
    }

    LaneRecord<IncomingMessage> take() {
        var record = lane.take();
        taken.add(record);
        echo(record);
        return record;
    }

    /// Takes the next records up to and including this one.
    void takeThrough(LaneRecord<IncomingMessage> last) {
        LaneRecord<IncomingMessage> record;
        do {
            record = take();
        } while (record.partition() != last.partition() || record.offset() != last.offset());
    }

    List<LaneRecord<IncomingMessage>> newer() {
        var newer = lane.newer();
        newer.forEach(this::echo);
        return newer;
    }

    List<LaneRecord<IncomingMessage>> taken() {
        return List.copyOf(taken);
    }

    private void echo(LaneRecord<IncomingMessage> record) {
        var message = record.value();
        if (message.getKind() != IncomingKind.MESSAGE || !echoes.add(message.getMessageId())) {
            return;
        }
        echo(message, Trace.of(record.headers()));
    }

    private void echo(IncomingMessage message, Trace trace) {
        var acknowledged = entries.echo(message, trace);
        unacknowledged.add(new Echo(message, trace, acknowledged));
        var _ = acknowledged.whenComplete((done, failure) -> {
            if (failure != null) {
                echoes.remove(message.getMessageId());
            }
        });
    }

    /// Waits until every echo is acknowledged.
    void awaitEchoes() throws InterruptedException {
        for (var echo : List.copyOf(unacknowledged)) {
            if (isAcknowledged(echo.acknowledged())) {
                continue;
            }
            insistOn(() -> entries.echo(echo.message(), echo.trace()));
        }
        unacknowledged.clear();
    }

    private boolean isAcknowledged(CompletableFuture<?> acknowledged) throws InterruptedException {
        try {
            await(acknowledged);
            return true;
        } catch (KafkaException e) {
            return false;
        }
    }

    /// Waits for something newer, a [#wake], or the time.
    Signal await(Instant until) throws InterruptedException {
        var signal = lane.await(until);
        if (signal == Signal.CANCELLED) {
            throw new LaneLeft("cancelled");
        }
        return signal;
    }

    void wake() {
        lane.wake();
    }

    /// Does the work until the database and Kafka let it succeed. Nothing else is tried again.
    <T> T insist(Supplier<T> work) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            if (left.isDone()) {
                throw new LaneLeft("cancelled");
            }
            try {
                return work.get();
            } catch (DatabaseAway | KafkaException e) {
                if (e instanceof RecordTooLargeException || e instanceof SerializationException) {
                    throw e;
                }
                LOG.atWarn().setCause(e).addKeyValue("failures", failures + 1).log("turn waits for infrastructure");
            }
            pause(failures);
        }
    }

    /// Sends until Kafka has acknowledged.
    void insistOn(Supplier<CompletableFuture<?>> send) throws InterruptedException {
        insist(() -> {
            try {
                await(send.get());
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LaneLeft("interrupted");
            }
        });
    }

    private void await(CompletableFuture<?> acknowledged) throws InterruptedException {
        try {
            CompletableFuture.anyOf(acknowledged, left).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        }
        if (!acknowledged.isDone()) {
            throw new LaneLeft("cancelled");
        }
    }

    private void pause(int failures) throws InterruptedException {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 6));
        var until = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        while (clock.instant().isBefore(until)) {
            await(until);
        }
    }
}
