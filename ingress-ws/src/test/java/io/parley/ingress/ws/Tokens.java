package io.parley.ingress.ws;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/// A tenant's login: makes tokens.
final class Tokens {

    private Tokens() {}

    static String of(String tenant, String subject, Instant end) throws Exception {
        return sign(
                new JWTClaimsSet.Builder()
                        .subject(subject)
                        .claim("tenant", tenant)
                        .expirationTime(Date.from(end))
                        .build(),
                Installed.SECRET);
    }

    static String sign(JWTClaimsSet claims, String secret) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }
}
