package io.parley.ingress.webhooks.intake;

import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// A real broker in this process, on a port that it keeps when it goes away and comes back, its topics and the tenants'
/// settings in it.
final class Broker implements AutoCloseable {

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);

    Broker() throws IOException {
        try (var socket = new ServerSocket(0)) {
            broker.kafkaPorts(socket.getLocalPort());
        }
        broker.afterPropertiesSet();
    }

    String address() {
        return broker.getBrokersAsString();
    }

    void pause() {
        Objects.requireNonNull(broker.getCluster()).brokers().values().forEach(server -> {
            server.shutdown();
            server.awaitShutdown();
        });
    }

    void resume() {
        Objects.requireNonNull(broker.getCluster()).brokers().values().forEach(server -> server.startup());
    }

    void tell(String tenant, String document) throws Exception {
        var settings =
                TenantSettings.newBuilder().setTenant(tenant).setVersion("v1").setAt(Instant.EPOCH);
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", address())),
                new StringSerializer(),
                new AvroSerializer<>(TenantSettings.class))) {
            var version = settings.setDocument(document).build();
            var current = settings.setDocument(null).build();
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, tenant + "/v1", version))
                    .get(10, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, tenant + "/current", current))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /// Everything that stands in a topic now.
    <T extends SpecificRecord> List<ConsumerRecord<String, T>> records(String topic, Class<T> type) {
        var found = new ArrayList<ConsumerRecord<String, T>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", address()),
                new StringDeserializer(),
                new AvroDeserializer<>(type))) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
        return records(topic, type).stream().map(ConsumerRecord::value).toList();
    }

    @Override
    public void close() {
        broker.destroy();
    }
}
