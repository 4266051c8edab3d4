package io.parley.channels.http;

import java.net.URI;
import java.net.URISyntaxException;

/// URLs that other people have written.
final class Urls {

    private Urls() {}

    /// Whether it is an absolute URL with http or https.
    static boolean isHttp(String text) {
        try {
            var url = new URI(text);
            return url.getHost() != null
                    && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
