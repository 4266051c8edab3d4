package io.parley.ingress.ws.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Makes the tokens of guests, signed with a key that all nodes derive from the installation's keyset and no tenant
/// knows.
final class GuestTokens {

    /// `kid` of every guest token, so that none is taken for a token of the tenant's.
    static final String KEY_ID = "parley-guest";

    static final Duration LIFE = Duration.ofHours(1);

    private final SecretKey key;
    private final Clock clock;

    GuestTokens(String keyset, Clock clock) {
        this.key = derive(keyset);
        this.clock = clock;
    }

    record GuestToken(String token, Instant expiresAt) {}

    GuestToken issue(String tenant, String userId) {
        var expiresAt = Instant.ofEpochSecond(clock.instant().plus(LIFE).getEpochSecond());
        var claims = new JWTClaimsSet.Builder()
                .claim("tenant", tenant)
                .subject(userId)
                .expirationTime(Date.from(expiresAt))
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY_ID).build(), claims);
        try {
            jwt.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
        return new GuestToken(jwt.serialize(), expiresAt);
    }

    SecretKey key() {
        return key;
    }

    private static SecretKey derive(String keyset) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keyset.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new SecretKeySpec(
                    mac.doFinal("parley guest tokens v1".getBytes(StandardCharsets.UTF_8)), "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
