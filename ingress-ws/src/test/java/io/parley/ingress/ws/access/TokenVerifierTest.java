package io.parley.ingress.ws.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.parley.ingress.ws.tenant.JwtRules;
import io.parley.ingress.ws.tenant.Limits;
import io.parley.ingress.ws.tenant.WebChannel;
import io.parley.ingress.ws.tenant.WebChannel.Guests;
import io.parley.ingress.ws.tenant.WebChannel.Names;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which tokens are genuine.
class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final RSAKey RSA = rsaKey();
    private static final ECKey ELLIPTIC = ellipticKey();

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final GuestTokens guestTokens = new GuestTokens("keyset", clock);
    private final TokenVerifier verifier = new TokenVerifier(guestTokens, new KeySets(true), clock);
    private final HttpServer jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    TokenVerifierTest() throws Exception {}

    @BeforeEach
    void serveKeys() {
        var keys = new JWKSet(List.of(RSA.toPublicJWK(), ELLIPTIC.toPublicJWK()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        jwks.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        jwks.start();
    }

    @AfterEach
    void stop() {
        jwks.stop(0);
    }

    @Test
    void hs256_with_any_of_the_secrets_is_genuine() throws Exception {
        var rules = rules(List.of("another-secret-of-thirty-two-bytes!!", SECRET), "");
        assertThat(isGenuine(rules, hmac(claims().build(), SECRET))).isTrue();
        assertThat(isGenuine(rules, hmac(claims().build(), "yet-another-secret-of-thirty-two-byt")))
                .isFalse();
    }

    @Test
    void a_short_secret_works_as_elsewhere() throws Exception {
        var padded = new String(Arrays.copyOf("short".getBytes(StandardCharsets.UTF_8), 32), StandardCharsets.UTF_8);
        assertThat(isGenuine(rules(List.of("short"), ""), hmac(claims().build(), padded)))
                .isTrue();
    }

    @Test
    void without_secrets_every_hs256_token_is_refused() throws Exception {
        assertThat(isGenuine(rules(List.of(), ""), hmac(claims().build(), "\0".repeat(32))))
                .isFalse();
    }

    @Test
    void rs256_and_es256_by_the_key_set_are_genuine() throws Exception {
        assertThat(isGenuine(rules(List.of(), url()), sign(JWSAlgorithm.RS256, "rsa", new RSASSASigner(RSA))))
                .isTrue();
        assertThat(isGenuine(rules(List.of(), url()), sign(JWSAlgorithm.ES256, "elliptic", new ECDSASigner(ELLIPTIC))))
                .isTrue();
    }

    @Test
    void other_algorithms_are_refused_even_with_the_right_key() throws Exception {
        assertThat(isGenuine(rules(List.of(), url()), sign(JWSAlgorithm.PS256, "rsa", new RSASSASigner(RSA))))
                .isFalse();
        assertThat(isGenuine(rules(List.of(), url()), new PlainJWT(claims().build()).serialize()))
                .isFalse();
        var longSecret = SECRET + SECRET;
        assertThat(isGenuine(rules(List.of(longSecret), ""), sign(JWSAlgorithm.HS512, "x", new MACSigner(longSecret))))
                .isFalse();
    }

    @Test
    void a_public_key_is_no_hmac_secret() throws Exception {
        var publicKey = RSA.toPublicKey().getEncoded();
        assertThat(isGenuine(rules(List.of(), url()), sign(JWSAlgorithm.HS256, "rsa", new MACSigner(publicKey))))
                .isFalse();
    }

    @Test
    void a_key_set_out_of_reach_makes_no_token_genuine() throws Exception {
        var token = sign(JWSAlgorithm.RS256, "rsa", new RSASSASigner(RSA));
        var address = url();
        jwks.stop(0);
        assertThat(isGenuine(rules(List.of(), address), token)).isFalse();
    }

    @Test
    void times_count_with_leeway() throws Exception {
        var rules = rules(List.of(SECRET), "");
        assertThat(isGenuine(rules, hmac(ending(NOW.minusSeconds(29)), SECRET))).isTrue();
        assertThat(isGenuine(rules, hmac(ending(NOW.minusSeconds(31)), SECRET))).isFalse();
        assertThat(isGenuine(
                        rules,
                        hmac(
                                claims().notBeforeTime(Date.from(NOW.plusSeconds(60)))
                                        .build(),
                                SECRET)))
                .isFalse();
        assertThat(verifier.verify(channel(rules, Guests.OPEN), hmac(ending(NOW), SECRET)))
                .hasValueSatisfying(claims -> assertThat(claims.validUntil()).isEqualTo(NOW.plusSeconds(30)));
    }

    @Test
    void subject_tenant_and_end_must_be_there() throws Exception {
        var rules = rules(List.of(SECRET), "");
        assertThat(isGenuine(rules, hmac(claims().subject(null).build(), SECRET)))
                .isFalse();
        assertThat(isGenuine(rules, hmac(claims().claim("tenant", "lab").build(), SECRET)))
                .isFalse();
        assertThat(isGenuine(rules, hmac(claims().expirationTime(null).build(), SECRET)))
                .isFalse();
    }

    @Test
    void issuer_and_audience_must_match_where_they_are_set() throws Exception {
        var rules = new JwtRules(List.of(SECRET), "", "login", "chat", Duration.ofSeconds(30));
        assertThat(isGenuine(
                        rules, hmac(claims().issuer("login").audience("chat").build(), SECRET)))
                .isTrue();
        assertThat(isGenuine(
                        rules, hmac(claims().issuer("other").audience("chat").build(), SECRET)))
                .isFalse();
        assertThat(isGenuine(rules, hmac(claims().issuer("login").build(), SECRET)))
                .isFalse();
    }

    @Test
    void a_guest_token_makes_a_guest_and_only_where_guests_may_come() {
        var token = guestTokens.issue("shoes", "ana").token();
        var rules = rules(List.of(SECRET), "");
        assertThat(verifier.verify(channel(rules, Guests.TOKEN), token))
                .hasValueSatisfying(claims -> assertThat(claims.guest()).isTrue());
        assertThat(verifier.verify(channel(rules, Guests.NONE), token)).isEmpty();
    }

    @Test
    void a_tenant_can_make_no_guest_token() throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(GuestTokens.KEY_ID)
                .build();
        var forged = new SignedJWT(header, claims().build());
        forged.sign(new MACSigner(SECRET));
        assertThat(isGenuine(rules(List.of(SECRET), ""), forged.serialize())).isFalse();
    }

    @Test
    void what_is_no_token_claims_no_tenant() {
        assertThat(verifier.claimedTenant("nonsense")).isEmpty();
        assertThat(verifier.claimedTenant("a.b.c")).isEmpty();
    }

    private boolean isGenuine(JwtRules rules, String token) {
        return verifier.verify(channel(rules, Guests.OPEN), token).isPresent();
    }

    private static WebChannel channel(JwtRules rules, Guests guests) {
        return new WebChannel(
                "shoes",
                "v1",
                new Names("Shoes", "es"),
                true,
                "shoes-web",
                guests,
                List.of("*"),
                rules,
                new Limits(30, 10, 10, 0, 0));
    }

    private static JwtRules rules(List<String> secrets, String url) {
        return new JwtRules(secrets, url, "", "", Duration.ofSeconds(30));
    }

    private String url() {
        return "http://localhost:" + jwks.getAddress().getPort() + "/keys";
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ana")
                .claim("tenant", "shoes")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static JWTClaimsSet ending(Instant end) {
        return claims().expirationTime(Date.from(end)).build();
    }

    private static String hmac(JWTClaimsSet claims, String secret) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer) throws Exception {
        var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims().build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("rsa").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ellipticKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
