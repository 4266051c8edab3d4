package io.parley.ingress.ws.access;

/// Where a page comes from.
public final class Origins {

    private Origins() {}

    /// The origin that the node's own pages have in a browser that names the node `host`. The scheme is the page's: a
    /// proxy may have taken TLS off.
    public static String own(String origin, String host) {
        return origin.substring(0, Math.max(0, origin.indexOf("://") + 3)) + host;
    }
}
