package io.parley.ingress.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.schemas.aliases.AliasFeed;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.trace.Spans;
import java.time.Clock;
import java.util.HashMap;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Time, Kafka, the tenants' settings and the clients' aliases.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
class IntakeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    Spans spans(
            @Value("${parley.traces.endpoint:}") String endpoint, @Value("${parley.traces.headers:}") String headers) {
        return Spans.of("ingress-webhooks", endpoint, headers);
    }

    /// Made first: who writes may rely on the topics being there.
    @Bean(destroyMethod = "close")
    RecordPublisher recordPublisher(
            KafkaProperties kafka,
            IngressWebhooksProperties properties,
            MeterRegistry registry,
            Spans spans,
            Clock clock) {
        try (var admin = Admin.create(kafka.buildAdminProperties())) {
            new Installation(admin, properties.partitions()).ensure(Topics.all(), Groups.all());
        }
        return new RecordPublisher(kafka.buildAdminProperties(), properties.partitions(), registry, spans, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    TenantSettingsFeed tenantSettingsFeed(
            KafkaProperties kafka, IngressWebhooksProperties properties, RecordPublisher afterTopicsExist) {
        var settings = new HashMap<>(kafka.buildAdminProperties());
        settings.put("client.id", "ingress-webhooks-tenants");
        return new TenantSettingsFeed(settings, SecretSealer.of(properties.secretsKeyset()));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    AliasFeed aliasFeed(KafkaProperties kafka, RecordPublisher afterTopicsExist) {
        var settings = new HashMap<>(kafka.buildAdminProperties());
        settings.put("client.id", "ingress-webhooks-aliases");
        return AliasFeed.of(settings);
    }

    @Bean
    HealthIndicator intakeHealthIndicator(TenantSettingsFeed tenants, AliasFeed aliases) {
        return () -> (tenants.isReady() && aliases.isReady() ? Health.up() : Health.outOfService())
                .withDetail("tenants", tenants.isReady())
                .withDetail("aliases", aliases.isReady())
                .build();
    }
}
