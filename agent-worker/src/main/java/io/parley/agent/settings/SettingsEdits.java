package io.parley.agent.settings;

import io.parley.channels.Channels;
import io.parley.schemas.settings.SealedDocument;
import io.parley.schemas.settings.TenantDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Changes tenants' settings while everything runs: a new version on `tenant-settings`, then the pointer to it. What
/// holds for the tenants file holds for a change.
final class SettingsEdits {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsEdits.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TenantSettingsFeed feed;
    private final SettingsPublisher publisher;
    private final Channels channels;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    SettingsEdits(TenantSettingsFeed feed, SettingsPublisher publisher, Channels channels) {
        this.feed = feed;
        this.publisher = publisher;
        this.channels = channels;
    }

    /// What came of a change.
    sealed interface Edited {

        /// It holds here, and everywhere within seconds.
        ///
        /// @param changed names of the fields that differ; none: nothing was written
        record Done(String version, List<String> changed) implements Edited {}

        /// Somebody else was first.
        ///
        /// @param version that holds now
        record Overtaken(String version) implements Edited {}

        record UnknownTenant() implements Edited {}
    }

    /// Changes a tenant's settings. Secrets that the new document shows masked stay as they are.
    ///
    /// @param change makes the new document of the one that holds
    /// @param basis the version that the author has seen, if the change shall not be made to another
    /// @throws InvalidTenantsFile when the new document breaks a rule, with its place
    /// @throws KafkaException when Kafka does not take it
    Edited edit(String tenant, UnaryOperator<JsonNode> change, String author, Optional<String> basis)
            throws InterruptedException {
        oneAtATime.lock();
        try {
            var current = feed.current(tenant);
            if (current.isEmpty()) {
                return new Edited.UnknownTenant();
            }
            var version = current.get().version();
            if (basis.filter(seen -> !seen.equals(version)).isPresent()) {
                return new Edited.Overtaken(version);
            }
            return write(
                    current.get(), checked(tenant, change.apply(current.get().document()), current.get()), author);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Edited write(TenantDocument current, JsonNode document, String author) throws InterruptedException {
        var changed = Changes.between(current.document(), document);
        if (changed.isEmpty()) {
            return new Edited.Done(current.version(), changed);
        }
        var name = TenantsFile.version(document, current.version());
        var version = new SettingsPublisher.Version(current.tenant(), name, author);
        var sent = List.of(
                publisher.version(version, current.rank(), document), publisher.pointer(version, current.rank()));
        if (!feed.awaitOffset(SettingsPublisher.await(sent), PATIENCE)) {
            throw new KafkaException("tenant settings were written but do not come back");
        }
        LOG.atInfo()
                .addKeyValue("tenant", current.tenant())
                .addKeyValue("version", name)
                .log("tenant settings changed");
        return new Edited.Done(name, changed);
    }

    private JsonNode checked(String tenant, JsonNode given, TenantDocument current) {
        var whole = unmasked(tenant, given, current.document());
        var checked = TenantRules.tenantEntry(channels).check(whole, tenant);
        if (!checked.path("id").asString("").equals(tenant)) {
            throw new InvalidTenantsFile(tenant + ".id", "must be '" + tenant + "'");
        }
        requireOwnChannels(tenant, checked.path("channels"));
        // As it comes back from the topic, so that equal documents are equal.
        return JSON.readTree(JSON.writeValueAsString(checked));
    }

    private static JsonNode unmasked(String tenant, JsonNode given, JsonNode before) {
        try {
            return SealedDocument.unmasked(given, before);
        } catch (IllegalArgumentException e) {
            throw new InvalidTenantsFile(tenant, String.valueOf(e.getMessage()));
        }
    }

    private void requireOwnChannels(String tenant, JsonNode accounts) {
        if (accounts.isEmpty()) {
            throw new InvalidTenantsFile(tenant + ".channels", "must name at least one channel");
        }
        var taken = new HashSet<String>();
        feed.all().stream()
                .filter(other -> !other.tenant().equals(tenant))
                .forEach(other -> other.document()
                        .path("channels")
                        .forEach(account -> taken.add(account.path("id").asString(""))));
        for (var account : accounts) {
            var id = account.path("id").asString("");
            if (!taken.add(id)) {
                throw new InvalidTenantsFile(tenant + ".channels", "'" + id + "' is taken by another channel");
            }
        }
    }
}
