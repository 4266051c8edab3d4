package io.parley.kit;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Follows the topics of a running Parley from now on. It belongs to no group and leaves no trace.
public final class KafkaLog implements Log {

    private static final List<String> TOPICS =
            List.of(Topics.INCOMING_MESSAGES, Topics.AGENT_REPLIES, Topics.DELIVERY_RECEIPTS);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<String, byte[]> consumer;
    private final AvroWire<IncomingMessage> messages = new AvroWire<>(IncomingMessage.class);
    private final AvroWire<AgentReply> replies = new AvroWire<>(AgentReply.class);
    private final AvroWire<DeliveryReceipt> deliveries = new AvroWire<>(DeliveryReceipt.class);
    private final Map<String, List<Placed<IncomingMessage>>> incoming = new ConcurrentHashMap<>();
    private final Map<String, List<AgentReply>> entries = new ConcurrentHashMap<>();
    private final Map<String, List<DeliveryReceipt>> receipts = new ConcurrentHashMap<>();
    private final Thread reading;

    /// Returns when it knows where to begin: nothing written afterwards is missed.
    ///
    /// @throws org.apache.kafka.common.KafkaException when there is no Kafka, or no Parley in it
    public KafkaLog(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reading = Thread.ofPlatform().name("kit-log").daemon().start(this::read);
    }

    @Override
    public List<Placed<IncomingMessage>> incoming(String words) {
        return List.copyOf(incoming.getOrDefault(words, List.of()));
    }

    @Override
    public List<AgentReply> entries(String clientId) {
        return List.copyOf(entries.getOrDefault(clientId, List.of()));
    }

    @Override
    public List<DeliveryReceipt> receipts(String clientId) {
        return List.copyOf(receipts.getOrDefault(clientId, List.of()));
    }

    private void read() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::take);
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            switch (record.topic()) {
                case Topics.INCOMING_MESSAGES -> {
                    var message = messages.decode(record.value());
                    message.getText()
                            .ifPresent(words ->
                                    add(incoming, words, new Placed<>(message, record.partition(), record.offset())));
                }
                case Topics.AGENT_REPLIES -> {
                    var entry = replies.decode(record.value());
                    if (entry.getAuthor() != Author.USER) {
                        add(entries, record.key(), entry);
                    }
                }
                default -> add(receipts, record.key(), deliveries.decode(record.value()));
            }
        } catch (UndecodableRecord e) {
            // not ours: the dead letters show what cannot be read
        }
    }

    private static <T> void add(Map<String, List<T>> all, String key, T value) {
        all.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>()).add(value);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
