package io.parley.agent.knowledge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of files that can be read.
enum Format {
    MARKDOWN("text/markdown"),
    PLAIN("text/plain"),
    HTML("text/html"),
    PDF("application/pdf");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /// @param mediaType without parameters
    static Optional<Format> of(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(mediaType.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// All of them, for people.
    static String all() {
        return Arrays.stream(values()).map(Format::mediaType).collect(Collectors.joining(", "));
    }
}
