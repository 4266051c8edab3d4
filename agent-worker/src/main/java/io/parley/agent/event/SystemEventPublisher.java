package io.parley.agent.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.ClientHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `system-events` from a thread of its own: even a producer's `send` waits where Kafka is out of reach.
final class SystemEventPublisher implements SystemEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemEventPublisher.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_TOLD = 10_000;

    private final Producer<String, SystemEvent> producer;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Cache<Told, Boolean> told;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("agent-worker-system-events").factory(),
            (event, executor) -> LOG.atDebug().log("system event dropped"));

    SystemEventPublisher(Producer<String, SystemEvent> producer, MeterRegistry registry, Clock clock) {
        this.producer = producer;
        this.registry = registry;
        this.clock = clock;
        told = Caffeine.newBuilder()
                .maximumSize(MAX_TOLD)
                .expireAfterWrite(QUIET)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    @Override
    public void tell(String tenant, Kind kind, Map<String, String> details) {
        var event = new Told(tenant, kind, Map.copyOf(details));
        if (told.asMap().putIfAbsent(event, true) != null) {
            return;
        }
        registry.counter("parley.system.events", "tenant", tenant, "event", kind.word())
                .increment();
        LOG.atInfo()
                .addKeyValue("tenant", tenant)
                .addKeyValue("event", kind.word())
                .log("operators are told");
        var record = event.record(clock);
        sender.execute(() -> send(record));
    }

    private void send(SystemEvent event) {
        var record = new ProducerRecord<>(Topics.SYSTEM_EVENTS, event.getTenant(), event);
        ClientHeaders.begin(record.headers(), event.getTenant());
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    lost(failure);
                }
            });
        } catch (KafkaException e) {
            lost(e);
        }
    }

    private static void lost(Exception failure) {
        LOG.atWarn()
                .setCause(failure)
                .addKeyValue("topic", Topics.SYSTEM_EVENTS)
                .log("record not written");
    }

    @Override
    public void close() {
        sender.shutdown();
    }

    /// What makes an event the same as another.
    private record Told(String tenant, Kind kind, Map<String, String> details) {

        SystemEvent record(Clock clock) {
            return SystemEvent.newBuilder()
                    .setTenant(tenant)
                    .setEvent(kind.word())
                    .setMessage(kind.message())
                    .setAttributes(details)
                    .setAt(clock.instant())
                    .build();
        }
    }
}
