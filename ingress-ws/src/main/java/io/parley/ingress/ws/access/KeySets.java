package io.parley.ingress.ws.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.net.URL;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The tenants' public keys, fetched from their JWKS addresses, kept for a while, fetched again at most every 30 s for
/// an unknown key, and still used for an hour when the address does not answer.
final class KeySets {

    private static final long OUTAGE_MILLIS = 3_600_000;

    private final ConcurrentMap<String, JWSVerificationKeySelector<SecurityContext>> selectors =
            new ConcurrentHashMap<>();
    private final KeySetRetriever retriever;

    /// No set is known yet.
    ///
    /// @param mayBePrivate whether addresses may be of this machine or network
    KeySets(boolean mayBePrivate) {
        retriever = new KeySetRetriever(mayBePrivate);
    }

    /// Keys that may have signed a token.
    ///
    /// @param url empty for none
    List<? extends Key> keys(String url, JWSHeader header) throws KeySourceException {
        return url.isEmpty()
                ? List.of()
                : selectors.computeIfAbsent(url, this::selector).selectJWSKeys(header, null);
    }

    private JWSVerificationKeySelector<SecurityContext> selector(String url) {
        return new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), source(url));
    }

    private JWKSource<SecurityContext> source(String url) {
        return JWKSourceBuilder.<SecurityContext>create(address(url), retriever)
                .refreshAheadCache(false)
                .outageTolerant(OUTAGE_MILLIS)
                .build();
    }

    private static URL address(String url) {
        try {
            return URI.create(url).toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException("jwks-url is no address", e);
        }
    }
}
