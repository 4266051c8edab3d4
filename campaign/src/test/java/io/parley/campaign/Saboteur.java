package io.parley.campaign;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/// Breaks promises by writing to Kafka behind Parley's back, as a wrong service would.
final class Saboteur {

    private final String bootstrapServers;
    private final AvroWire<AgentReply> wire = new AvroWire<>(AgentReply.class);

    Saboteur(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /// Commits the worker's offsets to the end of the log, as a worker would that commits before it has answered. The
    /// group refuses while it has members.
    void commitEverything() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                var committed = admin.listConsumerGroupOffsets(Groups.AGENT_WORKER)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .keySet();
                var ends = admin.listOffsets(
                                committed.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                        .all()
                        .get();
                admin.alterConsumerGroupOffsets(
                                Groups.AGENT_WORKER,
                                ends.entrySet().stream()
                                        .collect(Collectors.toMap(
                                                Map.Entry::getKey,
                                                end -> new OffsetAndMetadata(
                                                        end.getValue().offset()))))
                        .all()
                        .get();
                return true;
            } catch (UnknownMemberIdException e) {
                return false;
            }
        });
    }

    /// Waits for the next answers of the agent that fit, and writes a changed copy of each behind it.
    void forge(Predicate<AgentReply> wanted, int count, UnaryOperator<AgentReply> change) {
        var bytes = new ByteArrayDeserializer();
        var raw = new ByteArraySerializer();
        var settings = ClientSettings.producer(Map.of("bootstrap.servers", bootstrapServers));
        try (var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", bootstrapServers), bytes, bytes);
                var producer = new KafkaProducer<>(settings, raw, raw)) {
            var partitions = consumer.partitionsFor(Topics.AGENT_REPLIES).stream()
                    .map(info -> new TopicPartition(Topics.AGENT_REPLIES, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            for (var reply : next(consumer, wanted, count)) {
                var forged = change.apply(reply);
                var _ = producer.send(new ProducerRecord<>(
                        Topics.AGENT_REPLIES,
                        forged.getClientId().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        wire.encode(forged)));
            }
            producer.flush();
        }
    }

    private List<AgentReply> next(KafkaConsumer<byte[], byte[]> consumer, Predicate<AgentReply> wanted, int count) {
        var found = new ArrayList<AgentReply>();
        while (found.size() < count) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                var reply = wire.decode(record.value());
                if (reply.getAuthor() == Author.AGENT && found.size() < count && wanted.test(reply)) {
                    found.add(reply);
                }
            }
        }
        return found;
    }
}
