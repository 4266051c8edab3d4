package io.parley.ingress.ws.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Whom the limits of an address count as one: an IPv4 address, or the /64 network that one line gets with IPv6.
public final class Address {

    /// An address without limits of its own.
    public static final String UNLIMITED = "";

    private static final int LINE_BYTES = 8;

    private Address() {}

    /// The key of an address as a request tells it. This machine's own has no limits: what comes from there is a proxy
    /// that is not named as one or a trial, and all the world would be counted as one.
    public static String of(String remote) {
        try {
            var address = InetAddress.ofLiteral(remote.replace("[", "").replace("]", ""));
            return address.isLoopbackAddress() ? UNLIMITED : key(address);
        } catch (IllegalArgumentException e) {
            return UNLIMITED;
        }
    }

    private static String key(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), LINE_BYTES))
                : address.getHostAddress();
    }
}
