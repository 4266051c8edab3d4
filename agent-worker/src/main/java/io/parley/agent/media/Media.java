package io.parley.agent.media;

import java.util.Optional;

/// Fetches the files that clients send, with their channel's credentials, and keeps them.
public interface Media {

    /// Begins to fetch a file and returns at once. It ends within a bounded time, in which temporary trouble is waited
    /// for.
    ///
    /// @param kind of channel
    /// @param account by which the file came
    /// @param wake called when it has ended
    Call fetch(String kind, String account, Attached file, Runnable wake);

    /// The content of a kept file; empty where it is kept no longer.
    ///
    /// @throws MediaStoreAway when the store can't say
    Optional<byte[]> content(String hash);

    /// A running fetch.
    interface Call {

        /// What came of it; empty as long as it runs.
        Optional<Fetched> outcome();

        /// Ends it.
        void cancel();
    }
}
