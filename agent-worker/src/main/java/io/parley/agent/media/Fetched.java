package io.parley.agent.media;

/// What came of fetching a file.
public sealed interface Fetched {

    /// It is kept.
    ///
    /// @param hash SHA-256 of the content, in hex: under it the content is found
    /// @param mediaType what the content is, by its first bytes where they say it
    record Kept(String hash, String mediaType, long bytes) implements Fetched {}

    /// It could not be had, and is not asked for again.
    ///
    /// @param reason a stable lower-case word, such as `too-large`
    record Unavailable(String reason) implements Fetched {

        public static final String TOO_LARGE = "too-large";
        public static final String WRONG_TYPE = "wrong-type";
        public static final String EXPIRED = "expired";
        public static final String TIMEOUT = "timeout";
        public static final String NOT_ALLOWED = "not-allowed";
        public static final String STORAGE = "storage-unavailable";
    }
}
