package io.parley.agent.reply;

import io.parley.agent.turn.Client;
import io.parley.agent.turn.Signs;
import io.parley.agent.turn.Trace;
import io.parley.agent.turn.Turn;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `turn-progress` from a thread of its own, so that a turn never waits for it. When Kafka is slow, signs of
/// life are dropped: losing one loses nothing.
public final class ProgressPublisher implements Signs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressPublisher.class);
    private static final int MAX_WAITING = 20_000;
    private static final Duration DELTA_INTERVAL = Duration.ofMillis(50);

    private final Producer<String, TurnProgress> producer;
    private final Clock clock;
    private final BlockingQueue<TurnProgress> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agent-worker-deltas").factory());
    private final Thread sender =
            Thread.ofPlatform().daemon().name("agent-worker-progress").unstarted(this::send);

    ProgressPublisher(Producer<String, TurnProgress> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    ProgressPublisher start() {
        sender.start();
        return this;
    }

    @Override
    public void phase(Client client, String turnId, int attempt, Phase phase) {
        var name = switch (phase) {
            case WAITING -> io.parley.schemas.avro.Phase.WAITING;
            case THINKING -> io.parley.schemas.avro.Phase.THINKING;
            case WRITING -> io.parley.schemas.avro.Phase.WRITING;
        };
        offer(client, turnId, attempt, PhaseSign.newBuilder().setPhase(name).build());
    }

    @Override
    public TextStream text(Client client, String turnId, int attempt) {
        return new DeltaStream(delta -> offer(client, turnId, attempt, delta), this::later, clock, DELTA_INTERVAL);
    }

    private void later(Runnable flush, Duration delay) {
        var _ = timer.schedule(flush, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void ended(Turn turn, List<String> messageIds) {
        turn.ending()
                .ifPresent(end -> offer(
                        turn.client(),
                        turn.id(),
                        turn.attempt(),
                        EndSign.newBuilder()
                                .setEnding(EntryPublisher.ending(turn, end))
                                .setMessageIds(messageIds)
                                .build()));
    }

    private void offer(Client client, String turnId, int attempt, Object sign) {
        var progress = TurnProgress.newBuilder()
                .setTurnId(turnId)
                .setClientId(client.id())
                .setTenant(client.tenant())
                .setChannel(client.channel())
                .setChannelAccount(client.account())
                .setAttempt(attempt)
                .setAt(clock.instant())
                .setSign(sign)
                .build();
        if (!waiting.offer(progress)) {
            LOG.atDebug().log("progress dropped");
        }
    }

    private void send() {
        try {
            while (true) {
                sendOne(waiting.take());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void sendOne(TurnProgress progress) {
        var record = new ProducerRecord<>(Topics.TURN_PROGRESS, progress.getClientId(), progress);
        new Trace(Optional.empty()).writeTo(record.headers(), progress.getTenant());
        try {
            var _ = producer.send(record);
        } catch (KafkaException e) {
            LOG.atDebug().setCause(e).log("progress dropped");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        sender.interrupt();
        producer.close(Duration.ofSeconds(1));
    }
}
