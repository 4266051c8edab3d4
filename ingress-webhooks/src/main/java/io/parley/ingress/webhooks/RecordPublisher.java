package io.parley.ingress.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.ClientId;
import io.parley.schemas.Partitioning;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.SystemEvent;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.trace.Span;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.trace.TraceContext;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientHeaders;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes what has come in to its topics.
public final class RecordPublisher implements RecordLog, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;
    private final AvroWire<IncomingMessage> messages = new AvroWire<>(IncomingMessage.class);
    private final AvroWire<DeliveryReceipt> receipts = new AvroWire<>(DeliveryReceipt.class);
    private final AvroWire<ClientAlias> aliases = new AvroWire<>(ClientAlias.class);
    private final AvroWire<SystemEvent> events = new AvroWire<>(SystemEvent.class);
    private final int partitions;
    private final MeterRegistry registry;
    private final Spans spans;
    private final Clock clock;

    /// Settings that say where Kafka is, and the installation's number of partitions of client topics.
    RecordPublisher(Map<String, Object> common, int partitions, MeterRegistry registry, Spans spans, Clock clock) {
        var settings = ClientSettings.producer(common);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "ingress-webhooks");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                PATIENCE.dividedBy(2).toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.dividedBy(2).toMillis());
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.partitions = partitions;
        this.registry = registry;
        this.spans = spans;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Long> write(IncomingMessage message) {
        var record = record(
                Topics.INCOMING_MESSAGES, null, message.getClientId(), messages.encode(message), message.getTenant());
        var start = clock.instant();
        return send(record).whenComplete((offset, failure) -> {
            if (failure == null) {
                count(message);
                tell(message, record.headers(), start);
            }
        });
    }

    /// The first span of the message's trace: the record's headers name it as what all else is caused by.
    private void tell(IncomingMessage message, Headers headers, Instant start) {
        if (spans.areWanted()) {
            TraceContext.parse(ClientHeaders.trace(headers))
                    .map(context -> new Span(
                            context,
                            Optional.empty(),
                            "accept",
                            start,
                            clock.instant(),
                            Map.of("tenant", message.getTenant(), "channel", message.getChannel())))
                    .ifPresent(spans::add);
        }
    }

    /// Partitioned by channel account.
    @Override
    public CompletionStage<Long> write(DeliveryReceipt receipt) {
        var partition = Partitioning.forAccount(receipt.getTenant(), receipt.getChannelAccount(), partitions);
        return send(
                Topics.DELIVERY_RECEIPTS,
                partition,
                receipt.getClientId(),
                receipts.encode(receipt),
                receipt.getTenant());
    }

    @Override
    public CompletionStage<Long> write(ClientAlias alias) {
        var tenant = ClientId.parse(alias.getClientId()).tenant();
        return send(Topics.CLIENT_ALIASES, null, alias.getAlias(), aliases.encode(alias), tenant);
    }

    @Override
    public CompletionStage<Long> write(SystemEvent event) {
        return send(Topics.SYSTEM_EVENTS, null, event.getTenant(), events.encode(event), event.getTenant());
    }

    private CompletionStage<Long> send(
            String topic, @Nullable Integer partition, String key, byte[] value, String tenant) {
        return send(record(topic, partition, key, value, tenant));
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, @Nullable Integer partition, String key, byte[] value, String tenant) {
        var record = new ProducerRecord<>(topic, partition, key, value);
        ClientHeaders.begin(record.headers(), tenant);
        return record;
    }

    private CompletionStage<Long> send(ProducerRecord<String, byte[]> record) {
        var acknowledged = new CompletableFuture<Long>();
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(metadata.offset());
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    private void count(IncomingMessage message) {
        Counter.builder("parley.messages.in")
                .tag("channel", message.getChannel())
                .tag("tenant", message.getTenant())
                .register(registry)
                .increment();
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
