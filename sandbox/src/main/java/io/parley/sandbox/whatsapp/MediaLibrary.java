package io.parley.sandbox.whatsapp;

import io.parley.sandbox.FileStore;
import io.parley.sandbox.FileStore.StoredFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Media by the ids that WhatsApp gives them.
public final class MediaLibrary {

    /// Cloud API, media: uploaded media are kept for 30 days.
    private static final Duration UPLOADED = Duration.ofDays(30);

    private final FileStore files;
    private final Clock clock;
    private final Duration received;
    private final AtomicLong last = new AtomicLong(Instant.EPOCH.getEpochSecond());
    private final Map<String, Media> media = new ConcurrentHashMap<>();

    /// A file.
    ///
    /// @param mediaType with its parameters
    /// @param sha256 in base64, as the webhooks give it
    public record Media(String id, String channel, StoredFile file, String mediaType, String sha256, Instant until) {

        /// As it stands in a webhook.
        ObjectNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("mime_type", mediaType)
                    .put("sha256", sha256);
        }
    }

    MediaLibrary(FileStore files, Clock clock, Duration received) {
        this.received = received;
        this.files = files;
        this.clock = clock;
    }

    /// What a business uploads.
    public Media upload(String channel, byte[] content, String mediaType, @Nullable String name) {
        return keep(channel, content, mediaType, name, UPLOADED);
    }

    /// What a person sends.
    Media receive(String channel, byte[] content, String mediaType, @Nullable String name) {
        return keep(channel, content, mediaType, name, received);
    }

    private Media keep(String channel, byte[] content, String mediaType, @Nullable String name, Duration time) {
        var plain = mediaType.split(";", 2)[0].strip();
        var kept = new Media(
                String.valueOf(1_000_000_000_000_000L + last.incrementAndGet() * 7_919),
                channel,
                files.keep(content, plain, name),
                mediaType,
                sha256(content),
                clock.instant().plus(time));
        media.put(kept.id(), kept);
        return kept;
    }

    public Optional<Media> find(String id) {
        return Optional.ofNullable(media.get(id))
                .filter(found -> clock.instant().isBefore(found.until()))
                .filter(found -> files.find(found.file().id()).isPresent());
    }

    public boolean delete(String id) {
        return media.remove(id) != null;
    }

    void forget() {
        media.clear();
    }

    private static String sha256(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
