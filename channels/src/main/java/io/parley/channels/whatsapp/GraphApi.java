package io.parley.channels.whatsapp;

import io.parley.channels.Account;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the Graph API is, in one version of it.
record GraphApi(String base) {

    /// Puts the version behind the address, unless it ends with one.
    ///
    /// @throws IllegalArgumentException when a setting is wrong; the message names it
    static GraphApi of(String address, String version) {
        if (!address.matches("https?://[^/\\s]+\\S*")) {
            throw new IllegalArgumentException(
                    "WHATSAPP_GRAPH_BASE_URL must be an address that begins with http:// or https://");
        }
        if (!version.matches("v\\d+\\.\\d+")) {
            throw new IllegalArgumentException("WHATSAPP_GRAPH_VERSION must look like v25.0");
        }
        var bare = address.replaceAll("/+$", "");
        return new GraphApi(bare.matches(".*/v\\d+\\.\\d+") ? bare : bare + "/" + version);
    }

    URI url(String... segments) {
        return URI.create(base + "/"
                + Arrays.stream(segments)
                        .map(segment -> URLEncoder.encode(segment, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("/")));
    }

    /// Host, and port where one is named.
    String authority() {
        return URI.create(base).getAuthority();
    }

    /// The header by which an account is known.
    static Optional<Map<String, String>> credentials(Account account) {
        return account.text("access-token").map(token -> Map.of("Authorization", "Bearer " + token));
    }
}
