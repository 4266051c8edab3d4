package io.parley.agent.media;

import java.util.Optional;

/// Keeps files by the hash of their content: the same file is kept once, whoever sent it, and never changes.
///
/// Every method throws [MediaStoreAway] when the store can't be reached. Called from many threads at once.
public interface MediaStore {

    /// Keeps the content; when this returns, it survives the end of the process.
    ///
    /// @param hash its SHA-256, in hex
    void put(String hash, byte[] content, String mediaType);

    Optional<byte[]> get(String hash);

    /// Where a hash is kept: two levels of folders, so that none gets too full.
    static String path(String hash) {
        return hash.substring(0, 2) + "/" + hash.substring(2, 4) + "/" + hash;
    }
}
