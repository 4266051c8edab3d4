package io.parley.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What an installation promises, on any broker.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InstallationContract {

    private static final int PARTITIONS = 6;

    abstract String address();

    @Test
    void topics_get_their_partitions_and_settings() throws Exception {
        try (var admin = admin()) {
            var topics = Topics.all(List.of("telegram", Topics.WEB));
            new Installation(admin, PARTITIONS).ensure(topics, Groups.deliveries(List.of("telegram")));

            assertThat(offsets(admin, Groups.delivery("telegram")))
                    .hasSize(PARTITIONS)
                    .containsValue(0L);
            var partitions = partitions(admin, topics);
            assertThat(partitions)
                    .containsEntry(Topics.AGENT_REPLIES, PARTITIONS)
                    .containsEntry("outbound.telegram", PARTITIONS)
                    .containsEntry("outbound.web", Topic.SLOTS)
                    .containsEntry(Topics.SOCKET_NODES, 1)
                    .containsEntry("agent-replies.dead", 1);
            assertThat(settings(admin, Topics.AGENT_REPLIES))
                    .containsEntry("message.timestamp.type", "LogAppendTime")
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry(
                            "retention.ms", Long.toString(Duration.ofDays(30).toMillis()));
            assertThat(settings(admin, Topics.TENANT_SETTINGS)).containsEntry("cleanup.policy", "compact");
            assertThat(settings(admin, Topics.TURN_JOURNAL)).containsEntry("compression.type", "zstd");
        }
    }

    @Test
    void doing_it_twice_is_doing_it_once() throws Exception {
        var topic = Topic.kept("twice", Duration.ofDays(1));
        try (var admin = admin()) {
            var installation = new Installation(admin, PARTITIONS);
            installation.ensure(List.of(topic), Map.of("group-twice", List.of("twice")));
            var settings = settings(admin, "twice");

            installation.ensure(List.of(topic), Map.of("group-twice", List.of("twice")));

            assertThat(settings(admin, "twice")).isEqualTo(settings);
            assertThat(offsets(admin, "group-twice")).hasSize(PARTITIONS).containsValue(0L);
        }
    }

    @Test
    void four_processes_at_once_install_the_same() throws Exception {
        var topics = IntStream.range(0, 5)
                .mapToObj(i -> Topic.kept("four-" + i, Duration.ofDays(1)))
                .toList();
        var groups = Map.of("group-four", List.of("four-0", "four-1"));
        try (var admin = admin();
                var threads = Executors.newFixedThreadPool(4)) {
            Callable<Void> install = () -> {
                new Installation(admin, PARTITIONS).ensure(topics, groups);
                return null;
            };
            for (Future<Void> done : threads.invokeAll(List.of(install, install, install, install))) {
                done.get(60, TimeUnit.SECONDS);
            }
            assertThat(partitions(admin, topics)).hasSize(5).containsValue(PARTITIONS);
            assertThat(offsets(admin, "group-four")).hasSize(2 * PARTITIONS);
        }
    }

    @Test
    void another_number_of_partitions_stops_the_start_with_a_clear_line() {
        var topic = Topic.kept("mismatch", Duration.ofDays(1));
        try (var admin = admin()) {
            new Installation(admin, PARTITIONS).ensure(List.of(topic), Map.of());

            assertThatExceptionOfType(InstallationMismatch.class)
                    .isThrownBy(() -> new Installation(admin, 12).ensure(List.of(topic), Map.of()))
                    .withMessage("topic mismatch has 6 partitions but this installation expects 12: "
                            + "set PARLEY_PARTITIONS to what it was installed with");
        }
    }

    @Test
    void settings_that_have_drifted_are_brought_back() throws Exception {
        var topic = Topic.kept("drifted", Duration.ofDays(1));
        try (var admin = admin()) {
            var installation = new Installation(admin, PARTITIONS);
            installation.ensure(List.of(topic), Map.of());
            var drift = new AlterConfigOp(
                    new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource("drifted"), List.of(drift)))
                    .all()
                    .get();

            installation.ensure(List.of(topic), Map.of());

            assertThat(settings(admin, "drifted")).containsEntry("message.timestamp.type", "LogAppendTime");
        }
    }

    @Test
    void offsets_once_committed_are_kept() throws Exception {
        var topic = Topic.kept("kept", Duration.ofDays(1));
        var groups = Map.of("group-kept", List.of("kept"));
        try (var admin = admin()) {
            var installation = new Installation(admin, PARTITIONS);
            installation.ensure(List.of(topic), groups);
            var partition = new TopicPartition("kept", 3);
            fill(partition, 20);
            admin.alterConsumerGroupOffsets("group-kept", Map.of(partition, new OffsetAndMetadata(17)))
                    .all()
                    .get();

            installation.ensure(List.of(topic), groups);

            assertThat(offsets(admin, "group-kept"))
                    .containsEntry(partition, 17L)
                    .hasSize(PARTITIONS);
        }
    }

    @Test
    void a_missing_offset_of_a_topic_that_no_longer_begins_at_0_is_never_guessed() throws Exception {
        var topic = Topic.kept("shortened", Duration.ofDays(1));
        try (var admin = admin()) {
            var installation = new Installation(admin, PARTITIONS);
            installation.ensure(List.of(topic), Map.of());
            var partition = new TopicPartition("shortened", 2);
            fill(partition, 10);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4)))
                    .all()
                    .get();

            assertThatExceptionOfType(InstallationMismatch.class)
                    .isThrownBy(() -> installation.ensure(List.of(topic), Map.of("group-new", List.of("shortened"))))
                    .withMessage("group group-new has no committed offset for shortened-2, which begins at 4: "
                            + "choose one with kafka-consumer-groups --reset-offsets");
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()));
    }

    private void fill(TopicPartition partition, int records) throws Exception {
        var settings = Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "k", "v"))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Map<String, Integer> partitions(Admin admin, Collection<Topic> topics) throws Exception {
        return admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames().get().values().stream()
                .collect(Collectors.toMap(
                        found -> found.name(), found -> found.partitions().size()));
    }

    private static Map<String, String> settings(Admin admin, String topic) throws Exception {
        var found = admin.describeConfigs(List.of(resource(topic))).all().get();
        return found.values().stream()
                .map(Config::entries)
                .flatMap(Collection::stream)
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
