package io.parley.sandbox;

import org.jspecify.annotations.Nullable;

/// One part of a `multipart/form-data` body.
///
/// @param fileName null for a plain field
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Part(String name, @Nullable String fileName, String mediaType, byte[] content) {

    /// A plain field's value.
    public String text() {
        return new String(content, java.nio.charset.StandardCharsets.UTF_8);
    }
}
