package io.parley.ingress.ws;

import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Time, Kafka and the tenants' settings.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
class NodeConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    KafkaSettings kafkaSettings(KafkaProperties kafka, IngressWsProperties properties) {
        try (var admin = Admin.create(kafka.buildAdminProperties())) {
            new Installation(admin, properties.partitions()).ensure(Topics.all(), Groups.all());
        }
        return new KafkaSettings(kafka.buildAdminProperties());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    TenantSettingsFeed tenantSettingsFeed(KafkaSettings kafka, IngressWsProperties properties) {
        return new TenantSettingsFeed(kafka.consumer("tenants"), SecretSealer.of(properties.secretsKeyset()));
    }
}
