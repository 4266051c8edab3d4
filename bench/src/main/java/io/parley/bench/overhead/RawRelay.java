package io.parley.bench.overhead;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The baseline as a process of its own: copies records over as many Kafka hops as a message of Parley takes, with one
/// committed PostgreSQL insert on the way, and does nothing else. Arguments: bootstrap servers, JDBC URL.
public final class RawRelay {

    static final List<String> TOPICS = List.of("bench-relay-1", "bench-relay-2", "bench-relay-3");

    private final String bootstrap;

    private RawRelay(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    public static void main(String[] args) throws SQLException {
        var relay = new RawRelay(args[0]);
        var credentials = new Properties();
        credentials.setProperty("user", "parley");
        credentials.setProperty("password", args[2]);
        var connection = DriverManager.getConnection(args[1], credentials);
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_relay (id bigserial primary key, body bytea)");
        }
        Thread.ofPlatform().start(() -> relay.copy(TOPICS.get(0), TOPICS.get(1), storing(connection)));
        Thread.ofPlatform().start(() -> relay.copy(TOPICS.get(1), TOPICS.get(2), value -> {}));
    }

    /// What a hop does with a value before it passes it on.
    private interface Hop {
        void pass(byte[] value);
    }

    private static Hop storing(Connection connection) {
        try {
            PreparedStatement insert = connection.prepareStatement("insert into bench_relay (body) values (?)");
            return value -> {
                try {
                    insert.setBytes(1, value);
                    insert.executeUpdate();
                } catch (SQLException e) {
                    throw new IllegalStateException("the baseline's insert failed", e);
                }
            };
        } catch (SQLException e) {
            throw new IllegalStateException("the baseline has no table", e);
        }
    }

    private void copy(String from, String to, Hop hop) {
        try (var consumer = new KafkaConsumer<>(
                        consumerSettings("bench-relay-" + from),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                var producer =
                        new KafkaProducer<>(producerSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.subscribe(List.of(from));
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    hop.pass(record.value());
                    var _ = producer.send(
                            new ProducerRecord<>(to, record.key(), record.value()), RawRelay::requireSent);
                }
            }
        }
    }

    static void requireSent(RecordMetadata sent, @Nullable Exception failure) {
        if (failure != null) {
            throw new IllegalStateException("the baseline could not send", failure);
        }
    }

    private Map<String, Object> consumerSettings(String group) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "consumer",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
    }

    private Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0);
    }
}
