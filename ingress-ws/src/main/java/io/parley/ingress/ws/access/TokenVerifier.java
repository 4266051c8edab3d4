package io.parley.ingress.ws.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.parley.ingress.ws.tenant.JwtRules;
import io.parley.ingress.ws.tenant.WebChannel;
import io.parley.ingress.ws.tenant.WebChannel.Guests;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/// Tells a tenant's genuine tokens: HS256 with one of its secrets, RS256 or ES256 with a key of its JWKS, nothing else.
/// The algorithm chooses the keys, so that a public key can never be taken for an HMAC secret.
final class TokenVerifier {

    /// What a genuine token says.
    ///
    /// @param validUntil its end, leeway included
    record Claims(String subject, boolean guest, Instant validUntil) {}

    private static final int HS256_KEY_BYTES = 32;

    private final GuestTokens guestTokens;
    private final KeySets keySets;
    private final Clock clock;

    TokenVerifier(GuestTokens guestTokens, KeySets keySets, Clock clock) {
        this.guestTokens = guestTokens;
        this.keySets = keySets;
        this.clock = clock;
    }

    /// The tenant that a token claims to be of, not verified yet.
    Optional<String> claimedTenant(String token) {
        try {
            return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet())
                    .map(claims -> claims.getClaim("tenant") instanceof String tenant ? tenant : null);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    Optional<Claims> verify(WebChannel channel, String token) {
        try {
            var jwt = JWTParser.parse(token);
            var guest = jwt.getHeader() instanceof JWSHeader header && GuestTokens.KEY_ID.equals(header.getKeyID());
            if (guest && channel.guests() == Guests.NONE) {
                return Optional.empty();
            }
            var claims = guest
                    ? processor(this::guestKeys, rulesForGuests(channel)).process(jwt, null)
                    : processor(keysOf(channel.jwt()), channel.jwt()).process(jwt, null);
            return claimsOf(claims, channel, guest);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Claims> claimsOf(JWTClaimsSet claims, WebChannel channel, boolean guest) {
        return channel.tenant().equals(claims.getClaim("tenant"))
                ? Optional.of(new Claims(
                        claims.getSubject(),
                        guest,
                        claims.getExpirationTime()
                                .toInstant()
                                .plus(channel.jwt().leeway())))
                : Optional.empty();
    }

    private DefaultJWTProcessor<SecurityContext> processor(JWSKeySelector<SecurityContext> keys, JwtRules rules) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(claimsVerifier(rules));
        return processor;
    }

    private DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(JwtRules rules) {
        var exact = new JWTClaimsSet.Builder();
        if (!rules.issuer().isEmpty()) {
            exact.issuer(rules.issuer());
        }
        // A set that may be asked for null: that is how the library asks for a missing audience.
        var audience = rules.audience().isEmpty() ? null : new HashSet<>(List.of(rules.audience()));
        var verifier =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        audience, exact.build(), Set.of("sub", "exp", "tenant"), Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew((int) rules.leeway().toSeconds());
        return verifier;
    }

    private JWSKeySelector<SecurityContext> keysOf(JwtRules rules) {
        return (header, context) -> JWSAlgorithm.HS256.equals(header.getAlgorithm())
                ? rules.secrets().stream().map(TokenVerifier::hmacKey).toList()
                : keySets.keys(rules.jwksUrl(), header);
    }

    private List<Key> guestKeys(JWSHeader header, SecurityContext context) {
        return JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? List.of(guestTokens.key()) : List.of();
    }

    private static JwtRules rulesForGuests(WebChannel channel) {
        return new JwtRules(List.of(), "", "", "", channel.jwt().leeway());
    }

    /// HMAC pads short keys with zeros itself (RFC 2104), hence the padded key makes the same signatures; the library
    /// asks for 32 bytes.
    private static Key hmacKey(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new SecretKeySpec(Arrays.copyOf(bytes, Math.max(bytes.length, HS256_KEY_BYTES)), "HmacSHA256");
    }
}
