package io.parley.agent.settings;

import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SealedDocument;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the tenants file onto `tenant-settings`, once for each content: edits made elsewhere survive a restart.
final class SettingsImport {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsImport.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Producer<String, TenantSettings> producer;
    private final TenantSettingsFeed feed;
    private final SecretSealer sealer;
    private final ImportMemory imported;
    private final Clock clock;

    /// Which file was imported last.
    interface ImportMemory {
        boolean isImported(String hash);

        void remember(String hash, Instant at);
    }

    SettingsImport(
            Producer<String, TenantSettings> producer,
            TenantSettingsFeed feed,
            SecretSealer sealer,
            ImportMemory imported,
            Clock clock) {
        this.producer = producer;
        this.feed = feed;
        this.sealer = sealer;
        this.imported = imported;
        this.clock = clock;
    }

    /// Writes versions first, then the pointers to them, then the tombstones of tenants that are gone, and waits
    /// until the feed shows it all. To be called when the feed has read the topic to its end.
    void run(TenantsFile file) throws InterruptedException {
        if (imported.isImported(file.hash()) && file.tenants().stream().allMatch(this::isThere)) {
            LOG.atInfo().addKeyValue("tenants", file.tenants().size()).log("tenants file unchanged");
            return;
        }
        var tenants = file.tenants();
        var sent = new ArrayList<Future<?>>();
        for (int rank = 0; rank < tenants.size(); rank++) {
            var tenant = tenants.get(rank).path("id").asString();
            var version = TenantsFile.version(tenants.get(rank));
            var document = SealedDocument.seal(sealer, tenant, tenants.get(rank));
            sent.add(send(tenant + "/" + version, record(tenant, version, rank, document)));
            sent.add(send(tenant + "/current", record(tenant, version, rank, null)));
        }
        sent.addAll(removeOthers(file));
        awaitAll(sent);
        awaitShown(file);
        imported.remember(file.hash(), clock.instant());
        LOG.atInfo().addKeyValue("tenants", tenants.size()).log("tenants file imported");
    }

    private boolean isThere(tools.jackson.databind.JsonNode tenant) {
        return feed.current(tenant.path("id").asString()).isPresent();
    }

    private List<Future<?>> removeOthers(TenantsFile file) {
        var named = file.tenants().stream()
                .map(tenant -> tenant.path("id").asString())
                .collect(Collectors.toSet());
        return feed.all().stream()
                .map(TenantDocument::tenant)
                .filter(tenant -> !named.contains(tenant))
                .<Future<?>>map(tenant -> send(tenant + "/current", null))
                .toList();
    }

    private TenantSettings record(String tenant, String version, int rank, @Nullable String document) {
        return TenantSettings.newBuilder()
                .setTenant(tenant)
                .setVersion(version)
                .setRank(rank)
                .setDocument(document)
                .setAuthor("tenants-file")
                .setAt(clock.instant())
                .build();
    }

    private Future<?> send(String key, @Nullable TenantSettings settings) {
        return producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, key, settings));
    }

    private static void awaitAll(List<Future<?>> sent) throws InterruptedException {
        for (var record : sent) {
            try {
                record.get();
            } catch (ExecutionException e) {
                throw new KafkaException("tenant settings were not written", e);
            }
        }
    }

    private void awaitShown(TenantsFile file) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!file.tenants().stream().allMatch(this::isCurrent)) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("tenant settings were written but do not come back");
            }
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    private boolean isCurrent(tools.jackson.databind.JsonNode tenant) {
        return feed.current(tenant.path("id").asString())
                .filter(current -> current.version().equals(TenantsFile.version(tenant)))
                .isPresent();
    }
}
