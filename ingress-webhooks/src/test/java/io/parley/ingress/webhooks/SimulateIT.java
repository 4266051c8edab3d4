package io.parley.ingress.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.schemas.avro.IncomingMessage;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroDeserializer;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// What is answered 202 stands in Kafka; what is not is not.
class SimulateIT {

    private static final EmbeddedKafkaKraftBroker BROKER = new EmbeddedKafkaKraftBroker(1, 1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static @Nullable ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws Exception {
        BROKER.afterPropertiesSet();
        service = IngressWebhooksApplication.start(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + BROKER.getBrokersAsString(),
                "--PARLEY_SECRETS_KEYSET=" + SecretSealer.newKeyset(),
                "--PARLEY_ADMIN_TOKEN=let-me-in",
                "--PARLEY_PARTITIONS=3");
        tell("shoes", """
                {"id": "shoes", "channels": [{"id": "shoes-telegram", "kind": "telegram"}]}""");
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(service).close();
        BROKER.destroy();
    }

    @Test
    void a_simulated_message_stands_in_kafka_when_it_is_accepted() throws Exception {
        var body = "{\"platform\":\"telegram\",\"user_id\":\"42\",\"text\":\"Hola\",\"extra\":1}";
        await().until(() -> post(body, "Authorization", "Bearer let-me-in").statusCode() != 404);
        var accepted = post(body, "Authorization", "Bearer let-me-in");
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).contains("\"client_id\":\"shoes:shoes-telegram:42\"");
        assertThat(messages()).anySatisfy(message -> {
            assertThat(accepted.body()).contains(message.getMessageId());
            assertThat(message.getText()).contains("Hola");
        });
    }

    @Test
    void nobody_simulates_without_the_admin_token() throws Exception {
        var body = "{\"platform\":\"telegram\",\"user_id\":\"intruder\",\"text\":\"Hola\"}";
        assertThat(post(body).statusCode()).isEqualTo(401);
        assertThat(post(body, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(messages()).noneMatch(message -> message.getClientId().endsWith(":intruder"));
    }

    @Test
    void what_is_no_message_is_refused() throws Exception {
        assertThat(post("{\"platform\":\"telegram\",\"text\":\"Hola\"}", "Authorization", "Bearer let-me-in")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("not json", "Authorization", "Bearer let-me-in").statusCode())
                .isEqualTo(400);
    }

    private static HttpResponse<String> post(String body, String... headers) throws Exception {
        var port = Objects.requireNonNull(
                        ((WebServerApplicationContext) Objects.requireNonNull(service)).getWebServer())
                .getPort();
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/simulate/message"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void tell(String tenant, String document) throws Exception {
        var settings =
                TenantSettings.newBuilder().setTenant(tenant).setVersion("v1").setAt(Instant.EPOCH);
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", BROKER.getBrokersAsString())),
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

    private static List<IncomingMessage> messages() {
        List<IncomingMessage> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", BROKER.getBrokersAsString()),
                new StringDeserializer(),
                new AvroDeserializer<>(IncomingMessage.class))) {
            var partitions = consumer.partitionsFor(Topics.INCOMING_MESSAGES).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(record.value()));
            }
        }
        return found;
    }
}
