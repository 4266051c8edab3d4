package io.parley.schemas.aliases;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.schemas.EmbeddedBroker;
import io.parley.schemas.avro.ClientAlias;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AliasFeedIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final EmbeddedBroker broker = new EmbeddedBroker();
    private final AvroWire<ClientAlias> wire = new AvroWire<>(ClientAlias.class);
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
    void what_stands_in_the_topic_is_known_before_the_feed_is_ready_and_the_rest_follows() throws Exception {
        send("t:a:2", "t:a:1");
        producer.send(new ProducerRecord<>(Topics.CLIENT_ALIASES, "t:a:2", new byte[] {1, 2, 3}))
                .get(60, TimeUnit.SECONDS);
        try (var feed = AliasFeed.of(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()))) {
            assertThat(feed.isReady()).isFalse();
            feed.start();
            assertThat(feed.awaitReady(LONG)).isTrue();
            assertThat(feed.isReady()).isTrue();
            assertThat(feed.clientIdOf("t:a:2")).contains("t:a:1");

            send("t:a:3", "t:a:1");
            assertThat(feed.awaitOffset(2, LONG)).isTrue();
            assertThat(feed.clientIdOf("t:a:3")).contains("t:a:1");
            assertThat(feed.awaitOffset(3, Duration.ofMillis(1))).isFalse();
            assertThat(feed.currentExternalId("t:a:1")).contains("3");
        }
    }

    private void send(String alias, String client) throws Exception {
        var record = ClientAlias.newBuilder()
                .setAlias(alias)
                .setClientId(client)
                .setReason(Aliases.MOVED)
                .setAt(Instant.EPOCH)
                .build();
        producer.send(new ProducerRecord<>(Topics.CLIENT_ALIASES, alias, wire.encode(record)))
                .get(60, TimeUnit.SECONDS);
    }
}
