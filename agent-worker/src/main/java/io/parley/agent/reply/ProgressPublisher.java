package io.parley.agent.reply;

import io.parley.agent.Client;
import io.parley.agent.turn.Signs;
import io.parley.agent.turn.Trace;
import io.parley.agent.turn.Turn;
import io.parley.schemas.avro.EndSign;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `turn-progress` from a thread of its own, so that a turn never waits for it. Signs are held for a moment, and
/// what hundreds of running turns show meanwhile leaves together. When Kafka is slow, signs of life are dropped: losing
/// one loses nothing.
public final class ProgressPublisher implements Signs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressPublisher.class);
    private static final int MAX_WAITING = 20_000;
    private static final Duration DELTA_INTERVAL = Duration.ofMillis(50);
    private static final Duration HELD = Duration.ofMillis(10);

    private final Producer<String, TurnProgress> producer;
    private final Clock clock;
    private final BlockingQueue<HeldSign> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
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
    public void waiting(Client client, String turnId, Map<String, String> attributes) {
        offer(sign(client, turnId, 1, phase(Phase.WAITING), attributes), () -> false);
    }

    @Override
    public OfAttempt attempt(Turn turn) {
        return new AttemptSigns(turn);
    }

    private void later(Runnable flush, Duration delay) {
        var _ = timer.schedule(flush, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void ended(Turn turn, List<String> messageIds) {
        turn.ending()
                .map(end -> EndSign.newBuilder()
                        .setEnding(EntryPublisher.ending(turn, end))
                        .setMessageIds(messageIds)
                        .build())
                .ifPresent(end -> offer(sign(turn.client(), turn.id(), turn.attempt(), end, Map.of()), () -> false));
    }

    private static PhaseSign phase(Phase phase) {
        var name = switch (phase) {
            case WAITING -> io.parley.schemas.avro.Phase.WAITING;
            case THINKING -> io.parley.schemas.avro.Phase.THINKING;
            case TOOL -> io.parley.schemas.avro.Phase.TOOL;
            case WRITING -> io.parley.schemas.avro.Phase.WRITING;
        };
        return PhaseSign.newBuilder().setPhase(name).build();
    }

    private TurnProgress sign(Client client, String turnId, int attempt, Object sign, Map<String, String> attributes) {
        return TurnProgress.newBuilder()
                .setTurnId(turnId)
                .setClientId(client.id())
                .setTenant(client.tenant())
                .setChannel(client.channel())
                .setChannelAccount(client.account())
                .setAttempt(attempt)
                .setAttributes(attributes)
                .setAt(clock.instant())
                .setSign(sign)
                .build();
    }

    private void offer(TurnProgress sign, BooleanSupplier isVoid) {
        if (!waiting.offer(new HeldSign(sign, isVoid))) {
            LOG.atDebug().log("progress dropped");
        }
    }

    private void send() {
        var held = new ArrayList<HeldSign>();
        try {
            while (true) {
                held.add(waiting.take());
                Thread.sleep(HELD);
                waiting.drainTo(held);
                HeldSign.due(held).forEach(this::sendOne);
                held.clear();
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

    private final class AttemptSigns implements OfAttempt {

        private final Turn turn;
        private final DeltaStream text;

        AttemptSigns(Turn turn) {
            this.turn = turn;
            this.text = new DeltaStream(
                    delta -> offer(delta, Map.of()), ProgressPublisher.this::later, clock, DELTA_INTERVAL);
        }

        @Override
        public void phase(Phase phase) {
            offer(ProgressPublisher.phase(phase), turn.attributes());
        }

        @Override
        public void tool(String name, @Nullable Integer percent, @Nullable String message) {
            offer(
                    PhaseSign.newBuilder()
                            .setPhase(io.parley.schemas.avro.Phase.TOOL)
                            .setTool(name)
                            .setProgress(percent)
                            .setMessage(message)
                            .build(),
                    turn.attributes());
        }

        @Override
        public void text(String piece) {
            text.append(piece);
        }

        @Override
        public void over() {
            text.close();
        }

        private void offer(Object sign, Map<String, String> attributes) {
            ProgressPublisher.this.offer(
                    sign(turn.client(), turn.id(), turn.attempt(), sign, attributes), text::isClosed);
        }
    }
}
