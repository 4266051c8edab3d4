package io.parley.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// A real broker in this JVM, with group settings as in production but for a shorter session.
final class RealBroker implements AutoCloseable {
    static final int SESSION_MILLIS = 3_000;

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
    private final KafkaProducer<String, String> producer;
    private final Admin admin;

    RealBroker() {
        broker.brokerProperties(Map.of(
                "group.consumer.min.session.timeout.ms", String.valueOf(SESSION_MILLIS),
                "group.consumer.session.timeout.ms", String.valueOf(SESSION_MILLIS),
                "group.consumer.min.heartbeat.interval.ms", "500",
                "group.consumer.heartbeat.interval.ms", "500",
                "group.initial.rebalance.delay.ms", "0",
                "auto.create.topics.enable", "false",
                "offsets.topic.num.partitions", "2"));
        broker.afterPropertiesSet();
        producer = new KafkaProducer<>(producing(bootstrapServers()), new StringSerializer(), new StringSerializer());
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    static Map<String, Object> producing(String bootstrapServers) {
        return Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", "0");
    }

    static Map<String, Object> consuming(String bootstrapServers, String group, String reset) {
        return new HashMap<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "auto.offset.reset", reset));
    }

    String bootstrapServers() {
        return broker.getBrokersAsString();
    }

    KafkaProducer<String, String> producer() {
        return producer;
    }

    Admin admin() {
        return admin;
    }

    /// Returns when every partition answers.
    void createTopic(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        // A broker learns of a topic a moment after its controller has made it.
        Awaitility.await()
                .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
                .until(() -> admin.listOffsets(ends).all().get().size() == partitions);
    }

    /// Returns when it is stored.
    void send(String topic, String key, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
    }

    /// Stops it; what it has stored stays.
    void stop() {
        server().shutdown();
    }

    /// Starts it again where it was.
    void restart() {
        server().startup();
    }

    private kafka.server.BrokerServer server() {
        return requireNonNull(requireNonNull(broker.getCluster()).brokers().get(0));
    }

    static KeyLanes.Builder<String> lanes(Map<String, Object> properties, String topic) {
        return KeyLanes.<String>builder()
                .consumer(properties)
                .topics(topic)
                .decoder(record -> new String(record.value(), UTF_8));
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        broker.destroy();
    }
}
