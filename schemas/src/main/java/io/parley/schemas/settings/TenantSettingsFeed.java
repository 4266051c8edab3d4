package io.parley.schemas.settings;

import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.topics.TopicFollower;
import io.parley.schemas.topics.Topics;
import io.parley.schemas.wire.AvroWire;
import io.parley.schemas.wire.UndecodableRecord;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// Reads `tenant-settings` to its end, then follows it, on one thread of its own: a change takes effect within seconds.
///
/// A version or secret that can't be read is left out with an ERROR in the log; the version before it keeps holding.
public final class TenantSettingsFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantSettingsFeed.class);

    private final SecretSealer sealer;
    private final AvroWire<TenantSettings> wire = new AvroWire<>(TenantSettings.class);
    private final Map<String, TenantVersion> versions = new ConcurrentHashMap<>();
    private final Map<String, TenantDocument> current = new ConcurrentHashMap<>();
    private final List<Consumer<TenantDocument>> listeners = new CopyOnWriteArrayList<>();
    private final TopicFollower follower;

    /// A feed for one service.
    ///
    /// @param consumerSettings bootstrap servers, client id and security of the service's Kafka clients
    public TenantSettingsFeed(Map<String, Object> consumerSettings, SecretSealer sealer) {
        this.sealer = sealer;
        this.follower = new TopicFollower(consumerSettings, Topics.TENANT_SETTINGS, this::apply);
    }

    public void start() {
        follower.start();
    }

    /// Whether everything that stood in the topic at the start has been read, and the feed still lives.
    public boolean isReady() {
        return follower.isReady();
    }

    /// Waits until everything that stood in the topic at the start has been read.
    ///
    /// @return false when the time was up first
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return follower.awaitReady(timeout);
    }

    /// The settings that hold now.
    public Optional<TenantDocument> current(String tenant) {
        return Optional.ofNullable(current.get(tenant));
    }

    /// A version as it was, for instance the one that a turn began with.
    public Optional<TenantDocument> version(String tenant, String version) {
        return Optional.ofNullable(versions.get(tenant + "/" + version)).map(TenantVersion::settings);
    }

    /// All versions of a tenant's settings, the oldest first.
    public List<TenantVersion> versions(String tenant) {
        return versions.values().stream()
                .filter(version -> version.settings().tenant().equals(tenant))
                .sorted(Comparator.comparingLong(TenantVersion::offset))
                .toList();
    }

    /// All tenants' current settings, in the order of the tenants file.
    public List<TenantDocument> all() {
        return current.values().stream()
                .sorted(Comparator.comparingInt(TenantDocument::rank).thenComparing(TenantDocument::tenant))
                .toList();
    }

    /// Waits until the feed has read the record at this offset.
    ///
    /// @return false when the time was up first
    public boolean awaitOffset(long offset, Duration timeout) throws InterruptedException {
        return follower.awaitOffset(offset, timeout);
    }

    /// Called on the feed's thread whenever a tenant's current settings have changed; must return quickly.
    public void onChange(Consumer<TenantDocument> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        follower.close();
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        var tenant = record.key().substring(0, Math.max(0, record.key().lastIndexOf('/')));
        if (record.value() == null) {
            versions.remove(record.key());
            if (record.key().endsWith("/current")) {
                current.remove(tenant);
            }
            return;
        }
        try {
            var settings = wire.decode(record.value());
            settings.getDocument()
                    .ifPresentOrElse(document -> store(settings, document, record.offset()), () -> point(settings));
        } catch (UndecodableRecord e) {
            LOG.atError()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("offset", record.offset())
                    .log("tenant settings unreadable, left out");
        }
    }

    private void store(TenantSettings settings, String document, long offset) {
        try {
            var opened = SealedDocument.open(sealer, settings.getTenant(), document);
            var version = new TenantDocument(settings.getTenant(), settings.getVersion(), settings.getRank(), opened);
            versions.put(
                    settings.getTenant() + "/" + settings.getVersion(),
                    new TenantVersion(version, settings.getAuthor(), settings.getAt(), offset));
        } catch (GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("tenant", settings.getTenant())
                    .addKeyValue("version", settings.getVersion())
                    .log("tenant settings were sealed with another keyset, left out");
        } catch (JacksonException e) {
            LOG.atError()
                    .addKeyValue("tenant", settings.getTenant())
                    .addKeyValue("version", settings.getVersion())
                    .log("tenant settings are no JSON, left out");
        }
    }

    private void point(TenantSettings pointer) {
        version(pointer.getTenant(), pointer.getVersion())
                .map(stored ->
                        new TenantDocument(stored.tenant(), stored.version(), pointer.getRank(), stored.document()))
                .ifPresent(now -> {
                    current.put(now.tenant(), now);
                    listeners.forEach(listener -> listener.accept(now));
                });
    }
}
