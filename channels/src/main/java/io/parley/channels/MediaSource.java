package io.parley.channels;

import io.parley.schemas.avro.Attachment;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Where the files are that people send. The worker asks, then fetches within its limits, following redirects only to
/// the named hosts.
public interface MediaSource {

    /// Finds a file, asking the provider where that is needed.
    Located locate(Attachment attachment, Account account) throws InterruptedException;

    /// What came of it.
    sealed interface Located {

        /// Where it is to be fetched.
        ///
        /// @param headers credentials, sent to `hosts` only
        /// @param hosts `host` or `host:port` of every place that it may come from; empty: any public one
        record Found(URI url, Map<String, String> headers, Set<String> hosts) implements Located {

            public Found {
                headers = Map.copyOf(headers);
                hosts = Set.copyOf(hosts);
            }
        }

        /// It can never be had: too large, expired, unknown.
        record Gone(String reason) implements Located {}

        /// Not now.
        record Later(Duration after, String reason) implements Located {}
    }
}
