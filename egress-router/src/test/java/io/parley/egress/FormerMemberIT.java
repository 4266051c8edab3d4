package io.parley.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A router whose stores are gone leaves its partitions to whoever has a copy: it does not wait until its former
/// membership expires, nor take it over.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormerMemberIT {

    private static final String NAME = "router-1";

    /// Kafka Streams' name for the only thread of the router.
    private static final String MEMBER = NAME + "-1";

    private final Broker broker = new Broker();
    private final Admin admin = broker.admin();

    @BeforeAll
    void install() {
        new Installation(admin, 1).ensure(Topics.all(), Groups.all());
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    /// A member that has died, and is waited for beyond the end of any test.
    @BeforeEach
    void die() throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                broker.address(),
                "group.id",
                Groups.EGRESS_ROUTER,
                "group.instance.id",
                MEMBER,
                "session.timeout.ms",
                600_000);
        var bytes = new ByteArrayDeserializer();
        try (var former = new KafkaConsumer<>(settings, bytes, bytes)) {
            former.subscribe(List.of(Topics.AGENT_REPLIES));
            await().until(() -> {
                former.poll(Duration.ofMillis(100));
                return !former.assignment().isEmpty();
            });
        }
        assertThat(members()).containsExactly(MEMBER);
    }

    @Test
    void a_router_without_its_stores_gives_its_former_membership_up_before_it_joins(@TempDir Path state)
            throws Exception {
        // The dead member is no Kafka Streams application: as long as it is one of the group, no router can join.
        try (var _ = EgressRouterApplication.start(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.address(),
                "--parley.router.partitions=1",
                "--parley.router.node-id=" + NAME,
                "--PARLEY_STATE_DIR=" + state.resolve("new"),
                "--PARLEY_SECRETS_KEYSET=" + SecretSealer.newKeyset(),
                "--parley.leave-group-on-close=true",
                "--parley.standby-replicas=1")) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(group().partitionAssignor()).isEqualTo("stream"));
        }
    }

    @Test
    void a_router_with_its_stores_or_without_anybody_who_has_a_copy_stays_a_member(@TempDir Path state)
            throws Exception {
        retire(state, 0);
        Files.createDirectories(state.resolve(Groups.EGRESS_ROUTER).resolve("0_0"));
        retire(state, 1);

        assertThat(members()).containsExactly(MEMBER);
    }

    private void retire(Path state, int standbyReplicas) {
        var properties = new RouterProperties(1, NAME, List.of(), state, standbyReplicas, 1, false);
        new FormerMember(properties, admin).retireWithoutItsState();
    }

    private List<String> members() throws Exception {
        return group().members().stream()
                .map(MemberDescription::groupInstanceId)
                .map(instance -> instance.orElse("a member without a name"))
                .toList();
    }

    private ConsumerGroupDescription group() throws Exception {
        var groups = admin.describeConsumerGroups(List.of(Groups.EGRESS_ROUTER))
                .all()
                .get();
        return Objects.requireNonNull(groups.get(Groups.EGRESS_ROUTER));
    }
}
