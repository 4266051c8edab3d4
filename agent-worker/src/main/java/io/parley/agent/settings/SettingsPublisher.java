package io.parley.agent.settings;

import io.parley.schemas.avro.TenantSettings;
import io.parley.schemas.settings.SealedDocument;
import io.parley.schemas.settings.SecretSealer;
import io.parley.schemas.topics.Topics;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes versions of tenants' settings, secrets sealed, and the pointers to them to `tenant-settings`. A pointer is
/// to be written after its version.
final class SettingsPublisher implements AutoCloseable {

    private final Producer<String, TenantSettings> producer;
    private final SecretSealer sealer;
    private final Clock clock;

    SettingsPublisher(Producer<String, TenantSettings> producer, SecretSealer sealer, Clock clock) {
        this.producer = producer;
        this.sealer = sealer;
        this.clock = clock;
    }

    /// Writes a version, which never changes.
    ///
    /// @param rank the tenant's place in the tenants file
    Future<RecordMetadata> version(Version version, int rank, JsonNode document) {
        var sealed = SealedDocument.seal(sealer, version.tenant(), document);
        return send(version.tenant() + "/" + version.name(), record(version, rank, sealed));
    }

    /// Lets a version hold from now on.
    Future<RecordMetadata> pointer(Version version, int rank) {
        return send(version.tenant() + "/current", record(version, rank, null));
    }

    /// Lets no version hold: the tenant is gone.
    Future<RecordMetadata> remove(String tenant) {
        return send(tenant + "/current", null);
    }

    /// A version's name, and who made it.
    record Version(String tenant, String name, String author) {}

    private TenantSettings record(Version version, int rank, @Nullable String document) {
        return TenantSettings.newBuilder()
                .setTenant(version.tenant())
                .setVersion(version.name())
                .setRank(rank)
                .setDocument(document)
                .setAuthor(version.author())
                .setAt(clock.instant())
                .build();
    }

    private Future<RecordMetadata> send(String key, @Nullable TenantSettings settings) {
        return producer.send(new ProducerRecord<>(Topics.TENANT_SETTINGS, key, settings));
    }

    /// Waits until Kafka has them all.
    ///
    /// @return the offset of the last
    /// @throws KafkaException when it does not take one
    static long await(Collection<Future<RecordMetadata>> sent) throws InterruptedException {
        long last = -1;
        for (var record : sent) {
            try {
                last = Math.max(last, record.get().offset());
            } catch (ExecutionException e) {
                throw new KafkaException("tenant settings were not written", e);
            }
        }
        return last;
    }

    @Override
    public void close() {
        producer.close();
    }
}
