package io.parley.egress.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.channels.Accounts;
import io.parley.channels.Channels;
import io.parley.schemas.ClientHash;
import io.parley.schemas.aliases.AliasFeed;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.trace.Spans;
import io.parley.schemas.wire.ClientSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

    /// The bean that makes the topics exist.
    private static final String TOPICS = "router";

    @DependsOn(TOPICS)
    @Bean(initMethod = "start", destroyMethod = "close")
    TenantSettingsFeed tenantSettingsFeed(DeliveryProperties properties, KafkaProperties kafka) {
        return new TenantSettingsFeed(
                consumer(kafka, "egress-router-settings"), SecretSealer.of(properties.secretsKeyset()));
    }

    @DependsOn(TOPICS)
    @Bean(initMethod = "start", destroyMethod = "close")
    AliasFeed aliasFeed(KafkaProperties kafka) {
        return AliasFeed.of(consumer(kafka, "egress-router-aliases"));
    }

    @DependsOn(TOPICS)
    @Bean(initMethod = "start", destroyMethod = "close")
    ReceiptFollower receiptFollower(KafkaProperties kafka) {
        var settings = consumer(kafka, "egress-router-receipts");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Where retention has taken what was to be read, what is left is read.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new ReceiptFollower(
                () -> new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    @Bean(destroyMethod = "close")
    Producer<String, byte[]> deliveryProducer(KafkaProperties kafka) {
        return new KafkaProducer<>(
                producer(kafka, "egress-router-delivery"), new StringSerializer(), new ByteArraySerializer());
    }

    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> deadLetterProducer(KafkaProperties kafka) {
        return new KafkaProducer<>(
                producer(kafka, "egress-router-dead-letters"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Bean(destroyMethod = "close")
    Spans spans(
            @Value("${parley.traces.endpoint:}") String endpoint, @Value("${parley.traces.headers:}") String headers) {
        return Spans.of("egress-router", endpoint, headers);
    }

    @Bean
    Stations stations(
            TenantSettingsFeed settings,
            AliasFeed aliases,
            Producer<String, byte[]> producer,
            DeliveryProperties properties,
            Spans spans,
            MeterRegistry meters) {
        var customers = new Customers(new Accounts(settings::all), settings::current, aliases::currentExternalId);
        return new Stations(
                customers,
                new BulletinPublisher(producer),
                meters,
                new ClientHash(properties.internalToken()),
                spans,
                Clock.systemUTC(),
                properties.formerOwner());
    }

    /// Begins when settings and aliases are known, and ends before anything goes by which it writes.
    @Bean(initMethod = "start", destroyMethod = "stop")
    Senders senders(
            Channels channels,
            TenantSettingsFeed settings,
            AliasFeed aliases,
            DeliveryProperties properties,
            Stations stations,
            ReceiptFollower follower,
            Producer<String, byte[]> producer,
            Producer<byte[], byte[]> deadLetters,
            KafkaProperties kafka) {
        await(settings, aliases);
        var log = new ReceiptsPublisher(producer, follower);
        var lanes = channels.all().stream()
                .map(channel ->
                        stations.lanes(channel, log, consumer(kafka, "delivery-" + channel.kind()), deadLetters))
                .toList();
        return new Senders(lanes, properties.drain());
    }

    @Bean
    HealthIndicator deliveryHealthIndicator(
            Senders senders, TenantSettingsFeed settings, AliasFeed aliases, ReceiptFollower follower) {
        return () -> (senders.areHealthy() && settings.isReady() && aliases.isReady() && follower.isAlive()
                        ? Health.up()
                        : Health.down())
                .build();
    }

    private static void await(TenantSettingsFeed settings, AliasFeed aliases) {
        try {
            if (!settings.awaitReady(Duration.ofMinutes(1)) || !aliases.awaitReady(Duration.ofMinutes(1))) {
                throw new IllegalStateException("tenant-settings and client-aliases could not be read within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tenant-settings were read", e);
        }
    }

    private static Map<String, Object> consumer(KafkaProperties kafka, String clientId) {
        var settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        return settings;
    }

    private static Map<String, Object> producer(KafkaProperties kafka, String clientId) {
        var settings = new HashMap<>(kafka.buildProducerProperties());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        return ClientSettings.producer(settings);
    }
}
