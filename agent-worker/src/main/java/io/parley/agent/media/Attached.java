package io.parley.agent.media;

import io.parley.schemas.avro.Attachment;
import org.jspecify.annotations.Nullable;

/// A file, place or contact that a message carries. A file stays a reference until its turn begins.
///
/// @param kind image, voice, audio, video, document, sticker, location, contact
/// @param reference the provider's id of the file, or its URL
/// @param mediaType as the provider says, without parameters
/// @param fileName as the sender named it
/// @param sizeBytes as the provider says
/// @param text place or contact in words; a sticker's emoji
public record Attached(
        String kind,
        @Nullable String reference,
        @Nullable String mediaType,
        @Nullable String fileName,
        @Nullable Long sizeBytes,
        @Nullable String text) {

    /// As the channel has written it.
    public static Attached of(Attachment attachment) {
        return new Attached(
                attachment.getKind(),
                attachment.getReference().orElse(null),
                attachment.getMediaType().orElse(null),
                attachment.getFileName().orElse(null),
                attachment.getSizeBytes().orElse(null),
                attachment.getText().orElse(null));
    }

    /// As the channel wrote it, for its own code that finds the file.
    public Attachment attachment() {
        return Attachment.newBuilder()
                .setKind(kind)
                .setReference(reference)
                .setMediaType(mediaType)
                .setFileName(fileName)
                .setSizeBytes(sizeBytes)
                .setText(text)
                .build();
    }

    /// Whether there is something to fetch.
    public boolean hasFile() {
        return reference != null;
    }

    /// Whether it is a recording, in which somebody may speak.
    public boolean speaks() {
        return hasFile() && (kind.equals("voice") || kind.equals("audio"));
    }
}
