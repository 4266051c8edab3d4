package io.parley.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.EmbeddedBroker;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantSettingsFeedIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EmbeddedBroker broker = new EmbeddedBroker();
    private final SecretSealer sealer = SecretSealer.of(SecretSealer.newKeyset());
    private final AvroWire<TenantSettings> wire = new AvroWire<>(TenantSettings.class);
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()),
            new StringSerializer(),
            new ByteArraySerializer());

    @BeforeAll
    void install() {
        try (var admin = broker.admin()) {
            new Installation(admin, 6).ensure(Topics.all(), Map.of());
        }
    }

    @AfterAll
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void what_stands_in_the_topic_is_read_before_the_feed_is_ready_in_file_order() throws Exception {
        version("order-b", "1", "B");
        point("order-b", "1", 7);
        version("order-a", "1", "A");
        point("order-a", "1", 8);
        try (var feed = feed()) {
            assertThat(feed.awaitReady(Duration.ofSeconds(60))).isTrue();
            assertThat(feed.isReady()).isTrue();
            assertThat(feed.all()).extracting(TenantDocument::tenant).containsSubsequence("order-b", "order-a");
        }
    }

    @Test
    void a_change_is_followed_and_old_versions_stay_readable() throws Exception {
        version("follow", "1", "first");
        point("follow", "1", 0);
        try (var feed = feed()) {
            var changes = new CopyOnWriteArrayList<String>();
            feed.onChange(now -> changes.add(now.tenant() + "/" + now.version()));
            assertThat(feed.awaitReady(Duration.ofSeconds(60))).isTrue();

            version("follow", "2", "second");
            point("follow", "2", 0);

            soon().until(() -> prompt(feed, "follow").equals("second"));
            assertThat(feed.version("follow", "1")
                            .orElseThrow()
                            .document()
                            .path("prompt")
                            .stringValue())
                    .isEqualTo("first");
            assertThat(changes).contains("follow/2");
            assertThat(feed.versions("follow"))
                    .extracting(version -> version.settings().version())
                    .containsExactly("1", "2");
        }
    }

    @Test
    void a_secret_is_sealed_on_the_topic_and_readable_in_the_feed() throws Exception {
        var document = JSON.readTree("{\"prompt\":\"p\",\"channels\":[{\"id\":\"c\",\"bot-token\":\"s3cret\"}]}");
        var sealed = SealedDocument.seal(sealer, "sealed", document);
        assertThat(sealed).doesNotContain("s3cret");
        send("sealed/1", settings("sealed", "1", 0, sealed));
        point("sealed", "1", 0);
        try (var feed = feed()) {
            soon().until(() -> feed.current("sealed").isPresent());
            assertThat(feed.current("sealed").orElseThrow().document()).isEqualTo(document);
        }
    }

    @Test
    void a_pointer_taken_away_takes_the_tenant_away() throws Exception {
        version("leaving", "1", "p");
        point("leaving", "1", 0);
        try (var feed = feed()) {
            soon().until(() -> feed.current("leaving").isPresent());

            sendBytes("leaving/current", null);

            soon().until(() -> feed.current("leaving").isEmpty());
            assertThat(feed.version("leaving", "1")).isPresent();
        }
    }

    @Test
    void an_unreadable_record_is_left_out_and_the_version_before_holds() throws Exception {
        version("broken", "1", "good");
        point("broken", "1", 0);
        sendBytes("broken/2", new byte[] {1, 2, 3});
        point("broken", "2", 0);
        var foreign = SealedDocument.seal(
                SecretSealer.of(SecretSealer.newKeyset()), "broken", JSON.readTree("{\"secret\":\"x\"}"));
        send("broken/3", settings("broken", "3", 0, foreign));
        point("broken", "3", 0);
        send("broken/4", settings("broken", "4", 0, "{no json"));
        point("broken", "4", 0);
        version("behind", "1", "served");
        point("behind", "1", 0);
        try (var feed = feed()) {
            soon().until(() -> prompt(feed, "behind").equals("served"));
            assertThat(prompt(feed, "broken")).isEqualTo("good");
        }
    }

    @Test
    void a_broker_that_goes_away_and_comes_back_is_followed_again() throws Exception {
        version("away", "1", "before");
        point("away", "1", 0);
        try (var feed = feed()) {
            soon().until(() -> prompt(feed, "away").equals("before"));

            broker.pause();
            assertThat(prompt(feed, "away")).isEqualTo("before");
            broker.resume();
            version("away", "2", "after");
            point("away", "2", 0);

            soon().until(() -> prompt(feed, "away").equals("after"));
            assertThat(feed.isReady()).isTrue();
        }
    }

    private TenantSettingsFeed feed() {
        var feed = new TenantSettingsFeed(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.address(),
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "test"),
                sealer);
        feed.start();
        return feed;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private static String prompt(TenantSettingsFeed feed, String tenant) {
        return feed.current(tenant)
                .map(settings -> settings.document().path("prompt").stringValue(""))
                .orElse("");
    }

    private void version(String tenant, String version, String prompt) throws Exception {
        send(tenant + "/" + version, settings(tenant, version, 0, "{\"prompt\":\"" + prompt + "\"}"));
    }

    private void point(String tenant, String version, int rank) throws Exception {
        send(tenant + "/current", settings(tenant, version, rank, null));
    }

    private static TenantSettings settings(String tenant, String version, int rank, @Nullable String document) {
        return TenantSettings.newBuilder()
                .setTenant(tenant)
                .setVersion(version)
                .setRank(rank)
                .setDocument(document)
                .setAt(Instant.EPOCH)
                .build();
    }

    private void send(String key, TenantSettings settings) throws Exception {
        sendBytes(key, wire.encode(settings));
    }

    private void sendBytes(String key, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, key, value)).get(60, TimeUnit.SECONDS);
    }
}
