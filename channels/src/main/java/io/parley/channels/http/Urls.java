package io.parley.channels.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;

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

    /// Whether every address of a host may be reached by whoever writes a URL: no machine of this network, no cloud's
    /// metadata. The JVM keeps what it has resolved for 30 s, so that a call right afterwards goes to the same
    /// addresses.
    ///
    /// @throws UnknownHostException when the host has none
    static boolean isPublic(String host) throws UnknownHostException {
        var literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return Arrays.stream(InetAddress.getAllByName(literal)).allMatch(Urls::isPublic);
    }

    private static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && (bytes.length == 4 ? isPublicV4(bytes) : isPublicV6(bytes));
    }

    /// Special-purpose ranges of RFC 6890 that Java has no question for.
    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        var isShared = first == 100 && second >= 64 && second < 128;
        var isProtocol = first == 192 && second == 0 && bytes[2] == 0;
        var isBenchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 240 && !isShared && !isProtocol && !isBenchmark;
    }

    /// Unique local addresses (RFC 4193), and those that lead to one of version 4: compatible ones, NAT64 (RFC 6052),
    /// 6to4 (RFC 3056).
    private static boolean isPublicV6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return (first & 0xfe00) != 0xfc00 && first != 0x0000 && first != 0x0064 && first != 0x2002;
    }
}
