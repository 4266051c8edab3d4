package io.parley.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.Author;
import io.parley.schemas.avro.EntryKind;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/// A router that comes back without its stores leaves its partitions to the instance that has a copy of them.
class LostStateIT {

    private static final String KEYSET = SecretSealer.newKeyset();

    /// More rows than Kafka Streams restores in passing (`acceptable.recovery.lag`).
    private static final int ENTRIES = 12_000;

    private final Broker broker = new Broker();
    private final List<ConfigurableApplicationContext> routers = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        routers.forEach(ConfigurableApplicationContext::close);
        broker.close();
    }

    @Test
    void who_has_a_copy_takes_over_while_the_old_membership_has_not_expired() throws Exception {
        try (var admin = broker.admin()) {
            // given
            var first = start("first");
            await().atMost(Duration.ofSeconds(60)).until(() -> owner(admin).equals("first-1"));
            start("second");
            say();
            awaitRouted(admin);

            // when
            first.close();
            FileSystemUtils.deleteRecursively(folder.resolve("first"));
            start("first");

            // then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(owner(admin)).isEqualTo("second-1"));
        }
    }

    private ConfigurableApplicationContext start(String name) {
        var router = EgressRouterApplication.start(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--parley.router.partitions=1",
                "--parley.router.node-id=" + name,
                "--PARLEY_STATE_DIR=" + folder.resolve(name),
                "--PARLEY_SECRETS_KEYSET=" + KEYSET,
                "--parley.standby-replicas=1");
        routers.add(router);
        return router;
    }

    /// The instance that routes the only partition, or an empty word.
    private static String owner(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of(Groups.EGRESS_ROUTER)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> member.assignment().topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(Topics.AGENT_REPLIES)))
                .flatMap(member -> member.groupInstanceId().stream())
                .findFirst()
                .orElse("");
    }

    private void say() {
        var wire = new AvroWire<>(AgentReply.class);
        try (var producer = broker.producer()) {
            for (int i = 0; i < ENTRIES; i++) {
                var client = "shoes:shoes-web:g." + i % 100;
                var entry = AgentReply.newBuilder()
                        .setReplyId("r" + i)
                        .setClientId(client)
                        .setTenant("shoes")
                        .setChannel("web")
                        .setChannelAccount("shoes-web")
                        .setAuthor(Author.AGENT)
                        .setKind(EntryKind.REPLY)
                        .setContent("entry " + i)
                        .setCreatedAt(Instant.EPOCH)
                        .build();
                var _ = producer.send(new ProducerRecord<>(Topics.AGENT_REPLIES, client, wire.encode(entry)));
            }
            producer.flush();
        }
    }

    private static void awaitRouted(Admin admin) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin
                        .listConsumerGroupOffsets(Groups.EGRESS_ROUTER)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .entrySet()
                        .stream()
                        .filter(committed -> committed.getKey().topic().equals(Topics.AGENT_REPLIES))
                        .map(committed -> committed.getValue().offset())
                        .anyMatch(offset -> offset >= ENTRIES));
    }
}
