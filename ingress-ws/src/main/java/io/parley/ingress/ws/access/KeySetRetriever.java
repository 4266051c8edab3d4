package io.parley.ingress.ws.access;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import io.parley.schemas.settings.PublicAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.UnknownHostException;

/// Fetches what a tenant's `jwks-url` names: by HTTPS from a public address, 64 KB at most, without following a
/// redirect. The JVM keeps what it has resolved for 30 s, so that the call goes to the addresses that were judged.
final class KeySetRetriever extends DefaultResourceRetriever {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;

    private final boolean mayBePrivate;

    /// A retriever for all tenants.
    ///
    /// @param mayBePrivate for trials: addresses of this machine and network, over plain HTTP, too
    KeySetRetriever(boolean mayBePrivate) {
        super(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
        this.mayBePrivate = mayBePrivate;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        if (!mayCall(url)) {
            throw new IOException("jwks-url must lead to a public address over HTTPS");
        }
        return super.retrieveResource(url);
    }

    private boolean mayCall(URL url) throws UnknownHostException {
        if (url.getUserInfo() != null || url.getHost().isEmpty()) {
            return false;
        }
        return mayBePrivate
                ? url.getProtocol().equals("http") || url.getProtocol().equals("https")
                : url.getProtocol().equals("https") && PublicAddress.isPublic(url.getHost());
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
        var connection = super.openHTTPConnection(url);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }
}
