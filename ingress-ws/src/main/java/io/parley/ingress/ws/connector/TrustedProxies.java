package io.parley.ingress.ws.connector;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedCSVParser;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.InetAddressSet;

/// Tells a client's address behind proxies, by `Forwarded` (RFC 7239) or `X-Forwarded-For`.
///
/// Only the word of a trusted proxy counts, and of what it says the last address that is no trusted proxy's: what
/// stands before it was written by the client. Jetty's own customizer believes everybody, and the first address.
final class TrustedProxies implements HttpConfiguration.Customizer {

    private final InetAddressSet proxies = new InetAddressSet();

    /// Proxies by address or network.
    ///
    /// @param proxies such as `10.0.0.0/8`, `192.168.1.7` or `fd00::/8`; none for no proxies
    /// @throws IllegalArgumentException if one is neither
    TrustedProxies(List<String> proxies) {
        proxies.stream().map(String::strip).filter(proxy -> !proxy.isEmpty()).forEach(this.proxies::add);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (proxies.isEmpty() || !isProxy(request.getConnectionMetaData().getRemoteSocketAddress())) {
            return request;
        }
        return client(request.getHeaders())
                .<Request>map(client -> new Forwarded(request, client))
                .orElse(request);
    }

    private boolean isProxy(SocketAddress remote) {
        return remote instanceof InetSocketAddress address && proxies.test(address.getAddress());
    }

    private Optional<InetAddress> client(HttpFields headers) {
        var hops = hops(headers);
        for (var hop : hops.reversed()) {
            var address = address(hop);
            if (address.isEmpty() || !proxies.test(address.get())) {
                return address;
            }
        }
        return Optional.empty();
    }

    /// Each hop as it wrote down whom it got the request from, the nearest last.
    private static List<String> hops(HttpFields headers) {
        var forwarded = headers.getValuesList(HttpHeader.FORWARDED);
        if (!forwarded.isEmpty()) {
            var sources = new Sources();
            forwarded.forEach(sources::addValue);
            return sources.found;
        }
        return headers.getCSV(HttpHeader.X_FORWARDED_FOR, false);
    }

    /// What is no address (`unknown`, `_hidden`) ends the search: who stands behind it is not known.
    private static Optional<InetAddress> address(String hop) {
        try {
            var host = HostPort.unsafe(hop).getHost();
            return Optional.of(InetAddress.ofLiteral(host.replace("[", "").replace("]", "")));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Reads the `for` of each element of `Forwarded`.
    private static final class Sources extends QuotedCSVParser {

        private final List<String> found = new ArrayList<>();

        Sources() {
            super(false);
        }

        @Override
        protected void parsedParam(StringBuilder buffer, int valueLength, int paramName, int paramValue) {
            if (paramValue > paramName
                    && "for"
                            .equalsIgnoreCase(
                                    buffer.substring(paramName, paramValue - 1).strip())) {
                found.add(buffer.substring(paramValue).strip());
            }
        }
    }

    private static final class Forwarded extends Request.Wrapper {

        private final ConnectionMetaData connection;

        Forwarded(Request request, InetAddress client) {
            super(request);
            var from = new InetSocketAddress(client, 0);
            connection = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                @Override
                public SocketAddress getRemoteSocketAddress() {
                    return from;
                }
            };
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }
}
