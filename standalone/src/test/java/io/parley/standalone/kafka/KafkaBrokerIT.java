package io.parley.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.standalone.ChildJvm;
import io.parley.standalone.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the broker has acknowledged survives its stop and its death.
class KafkaBrokerIT {

    private static final TopicPartition TALK = new TopicPartition("talk", 0);

    private final int port = FreePort.find();
    private final String bootstrap = "localhost:" + port;

    @TempDir
    Path directory;

    @Test
    void acknowledged_records_survive_a_stop_and_a_kill() throws Exception {
        // given
        try (KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"), port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("talk", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            send("one");
        }

        // when
        try (ChildJvm child = run()) {
            send("two");
            child.kill();
        }

        // then
        try (ChildJvm child = run()) {
            assertThat(read()).containsExactly("one", "two");
            assertThat(child.stop()).isZero();
        }
    }

    @Test
    void groups_have_short_sessions_and_topics_are_never_made_by_accident() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(directory.resolve("kafka"), port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
            Config config = admin.describeConfigs(List.of(node))
                    .values()
                    .values()
                    .iterator()
                    .next()
                    .get(30, TimeUnit.SECONDS);
            assertThat(config.entries())
                    .extracting(entry -> entry.name() + "=" + entry.value())
                    .contains(
                            "group.consumer.session.timeout.ms=6000",
                            "group.consumer.heartbeat.interval.ms=1000",
                            "auto.create.topics.enable=false",
                            "message.max.bytes=10485760");
        }
    }

    private ChildJvm run() throws Exception {
        return ChildJvm.start(
                        "run", "kafka", "--data", directory.resolve("kafka").toString(), "--port", String.valueOf(port))
                .awaitOutput("Kafka is ready");
    }

    private void send(String text) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("talk", "client", text)).get(30, TimeUnit.SECONDS);
        }
    }

    private List<String> read() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(Set.of(TALK));
            consumer.seekToBeginning(Set.of(TALK));
            long end = consumer.endOffsets(Set.of(TALK)).values().iterator().next();
            List<String> texts = new ArrayList<>();
            while (consumer.position(TALK) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> texts.add(record.value()));
            }
            return texts;
        }
    }
}
