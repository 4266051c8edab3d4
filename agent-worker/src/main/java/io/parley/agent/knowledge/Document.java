package io.parley.agent.knowledge;

import java.time.Instant;
import java.util.regex.Pattern;

/// What is known of a document besides its text.
///
/// @param name unique in the tenant; what answers cite as their source
/// @param mediaType without parameters
/// @param contentHash SHA-256 of the file, in hex
/// @param size in bytes
/// @param language PostgreSQL's text search configuration by which its words were taken
/// @param passages number of them
public record Document(
        String name,
        String title,
        String mediaType,
        String contentHash,
        long size,
        String language,
        int passages,
        Instant importedAt) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._()-]{0,119}");

    /// Whether a document may have this name.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
