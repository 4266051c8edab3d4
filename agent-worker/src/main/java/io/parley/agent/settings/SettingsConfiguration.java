package io.parley.agent.settings;

import io.parley.agent.AgentProperties;
import io.parley.channels.Channels;
import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Installation;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroSerializer;
import io.parley.schemas.wire.ClientSettings;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Bean(destroyMethod = "close")
    SettingsPublisher settingsPublisher(AgentProperties properties, Clock clock) {
        var producer = new KafkaProducer<>(
                ClientSettings.producer(kafka(properties)),
                new StringSerializer(),
                new AvroSerializer<>(TenantSettings.class));
        return new SettingsPublisher(producer, SecretSealer.of(properties.secretsKeyset()), clock);
    }

    @Bean(destroyMethod = "close")
    TenantSettingsFeed tenantSettingsFeed(
            AgentProperties properties,
            SettingsPublisher publisher,
            Channels channels,
            JdbcTemplate jdbc,
            Clock clock,
            Environment environment)
            throws InterruptedException {
        var file = Optional.of(properties.tenantsFile())
                .filter(path -> !path.isBlank())
                .map(path -> TenantsFile.read(Path.of(path), environment::getProperty, channels));
        var kafka = kafka(properties);
        try (var admin = Admin.create(kafka)) {
            new Installation(admin, properties.partitions()).ensure(Topics.all(), Groups.all());
        }
        var feed = new TenantSettingsFeed(kafka, SecretSealer.of(properties.secretsKeyset()));
        feed.start();
        if (!feed.awaitReady(PATIENCE)) {
            throw new IllegalStateException("the topic tenant-settings could not be read within a minute");
        }
        if (file.isPresent()) {
            new SettingsImport(publisher, feed, importMemory(jdbc), clock).run(file.get());
        }
        return feed;
    }

    private static Map<String, Object> kafka(AgentProperties properties) {
        return Map.of("bootstrap.servers", properties.bootstrapServers(), "client.id", "agent-worker-settings");
    }

    @Bean
    SettingsEdits settingsEdits(TenantSettingsFeed feed, SettingsPublisher publisher, Channels channels) {
        return new SettingsEdits(feed, publisher, channels);
    }

    static SettingsImport.ImportMemory importMemory(JdbcTemplate jdbc) {
        return new SettingsImport.ImportMemory() {
            @Override
            public boolean isImported(String hash) {
                return !jdbc.queryForList("select 1 from settings_import where hash = ?", hash)
                        .isEmpty();
            }

            @Override
            public void remember(String hash, Instant at) {
                jdbc.update("""
                        insert into settings_import (id, hash, imported_at) values (1, ?, ?)
                        on conflict (id) do update set hash = excluded.hash, imported_at = excluded.imported_at""", hash, Timestamp.from(at));
            }
        };
    }

    @Bean
    CurrentSettings currentSettings(TenantSettingsFeed feed) {
        return new CurrentSettings() {
            @Override
            public Optional<AgentSettings> current(String tenant) {
                return feed.current(tenant).map(AgentSettings::new);
            }

            @Override
            public Optional<AgentSettings> version(String tenant, String version) {
                return feed.version(tenant, Canary.unmarked(version))
                        .or(() -> feed.current(tenant))
                        .map(AgentSettings::new)
                        .map(settings -> settings.as(version));
            }

            @Override
            public List<String> tenants() {
                return feed.all().stream().map(TenantDocument::tenant).toList();
            }
        };
    }

    @Bean
    HealthIndicator settingsHealthIndicator(TenantSettingsFeed feed) {
        return () -> feed.isReady()
                ? Health.up().build()
                : Health.down().withDetail("settings", "not read to the end").build();
    }
}
