package io.parley.bench.webhooks;

import io.parley.ingress.webhooks.IngressWebhooksApplication;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import io.parley.standalone.kafka.KafkaBroker;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.ConfigurableApplicationContext;

/// A broker and two nodes of ingress-webhooks in this JVM: one that writes to it, and one that does all but that.
final class Nodes implements AutoCloseable {

    private static final String TENANT = """
            {"id": "bench", "channels": [{"id": "bench-whatsapp", "kind": "whatsapp", "phone-number-id": "%s",
             "access-token": "unused", "app-secret": "%s", "verify-token": "unused"}]}""".formatted(Provider.NUMBER, Provider.SECRET);

    private final KafkaBroker broker;
    private final ConfigurableApplicationContext real;
    private final ConfigurableApplicationContext baseline;
    private final int realPort = freePort();
    private final int baselinePort = freePort();

    Nodes(Path folder) throws IOException, ExecutionException, InterruptedException {
        broker = KafkaBroker.start(folder.resolve("kafka"), freePort());
        var keyset = SecretSealer.newKeyset();
        real = IngressWebhooksApplication.start(arguments(realPort, keyset));
        tell();
        baseline = IngressWebhooksApplication.start(WithoutKafkaConfiguration.class, arguments(baselinePort, keyset));
        awaitAccount(realPort);
        awaitAccount(baselinePort);
    }

    int realPort() {
        return realPort;
    }

    int baselinePort() {
        return baselinePort;
    }

    /// How many records stand in `incoming-messages`.
    long inKafka() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.INCOMING_MESSAGES).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    @Override
    public void close() {
        baseline.close();
        real.close();
        broker.close();
    }

    private String[] arguments(int port, String keyset) {
        return new String[] {
            "--server.port=" + port,
            "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
            "--PARLEY_SECRETS_KEYSET=" + keyset,
            "--PARLEY_PARTITIONS=6"
        };
    }

    private void tell() throws ExecutionException, InterruptedException {
        var settings =
                TenantSettings.newBuilder().setTenant("bench").setVersion("v1").setAt(Instant.EPOCH);
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of("bootstrap.servers", broker.bootstrapServers())),
                new StringSerializer(),
                new AvroSerializer<>(TenantSettings.class))) {
            var version = settings.setDocument(TENANT).build();
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, "bench/v1", version))
                    .get();
            var current = settings.setDocument(null).build();
            producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, "bench/current", current))
                    .get();
        }
    }

    /// A GET without a token is 403 once the account is known.
    private static void awaitAccount(int port) throws IOException {
        var url = URI.create("http://127.0.0.1:" + port + "/webhooks/whatsapp/bench-whatsapp")
                .toURL();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (((HttpURLConnection) url.openConnection()).getResponseCode() != 403) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the node does not know its account");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
