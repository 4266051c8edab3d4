package io.parley.agent.settings;

import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Brings the tenants file onto `tenant-settings`, once for each content: edits made elsewhere survive a restart.
final class SettingsImport {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsImport.class);
    private static final String AUTHOR = "tenants-file";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SettingsPublisher publisher;
    private final TenantSettingsFeed feed;
    private final ImportMemory imported;
    private final Clock clock;

    /// Which file was imported last.
    interface ImportMemory {
        boolean isImported(String hash);

        void remember(String hash, Instant at);
    }

    SettingsImport(SettingsPublisher publisher, TenantSettingsFeed feed, ImportMemory imported, Clock clock) {
        this.publisher = publisher;
        this.feed = feed;
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
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (int rank = 0; rank < tenants.size(); rank++) {
            var entry = tenants.get(rank);
            var version =
                    new SettingsPublisher.Version(entry.path("id").asString(), TenantsFile.version(entry), AUTHOR);
            sent.add(publisher.version(version, rank, entry));
            sent.add(publisher.pointer(version, rank));
        }
        sent.addAll(removeOthers(file));
        if (!feed.awaitOffset(SettingsPublisher.await(sent), PATIENCE)) {
            throw new KafkaException("tenant settings were written but do not come back");
        }
        imported.remember(file.hash(), clock.instant());
        LOG.atInfo().addKeyValue("tenants", tenants.size()).log("tenants file imported");
    }

    private boolean isThere(JsonNode tenant) {
        return feed.current(tenant.path("id").asString()).isPresent();
    }

    private List<Future<RecordMetadata>> removeOthers(TenantsFile file) {
        var named = file.tenants().stream()
                .map(tenant -> tenant.path("id").asString())
                .collect(Collectors.toSet());
        return feed.all().stream()
                .map(TenantDocument::tenant)
                .filter(tenant -> !named.contains(tenant))
                .map(publisher::remove)
                .toList();
    }
}
