package io.parley.ingress.ws.access;

import io.parley.ingress.ws.access.Decision.Admitted;
import io.parley.ingress.ws.access.Decision.Refused;
import io.parley.ingress.ws.tenant.Tenants;
import io.parley.ingress.ws.tenant.WebChannel;
import io.parley.ingress.ws.tenant.WebChannel.Guests;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides before the upgrade who is there.
public final class Admission {

    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private final Tenants tenants;
    private final TokenVerifier tokens;

    Admission(Tenants tenants, TokenVerifier tokens) {
        this.tenants = tenants;
        this.tokens = tokens;
    }

    public Decision decide(Handshake handshake) {
        if (!USER_ID.matcher(handshake.userId()).matches()) {
            return new Refused(404, "a user id is 1 to 128 of A-Z a-z 0-9 . _ ~ -");
        }
        return handshake.token().map(token -> signedIn(handshake, token)).orElseGet(() -> guest(handshake));
    }

    static boolean isUserId(String text) {
        return USER_ID.matcher(text).matches();
    }

    /// A newer token for a socket that is open.
    ///
    /// @return empty when it is not a good token of this very visitor
    public Optional<Visitor> refresh(Visitor visitor, String token) {
        var tenant = visitor.channel().tenant();
        return switch (decide(new Handshake(
                visitor.userId(), Optional.of(tenant), Optional.of(token), Optional.empty(), "", visitor.address()))) {
            case Admitted(var renewed) when renewed.client().equals(visitor.client()) -> Optional.of(renewed);
            case Admitted _, Refused _ -> Optional.empty();
        };
    }

    private Decision signedIn(Handshake handshake, String token) {
        var channel = tokens.claimedTenant(token).flatMap(tenants::webChannel);
        if (channel.isEmpty()) {
            return new Refused(401, "the token names no tenant with a web channel");
        }
        var claims = tokens.verify(channel.get(), token);
        if (claims.isEmpty()) {
            return new Refused(401, "the token is not valid");
        }
        var wrongPlace = handshake.tenant().isPresent()
                && !handshake.tenant().get().equals(channel.get().tenant());
        if (wrongPlace || !claims.get().subject().equals(handshake.userId())) {
            return new Refused(403, "the token is another user's");
        }
        return fromOrigin(handshake, visitor(channel.get(), claims.get(), handshake.address()));
    }

    private static Visitor visitor(WebChannel channel, TokenVerifier.Claims claims, String address) {
        var subject = claims.subject();
        return new Visitor(
                channel,
                claims.guest() ? channel.guest(subject) : channel.user(subject),
                subject,
                Optional.of(claims.validUntil()),
                address);
    }

    private Decision guest(Handshake handshake) {
        var channel = handshake.tenant().map(tenants::webChannel).orElseGet(tenants::standard);
        if (channel.isEmpty()) {
            return new Refused(404, "no such tenant, or it has no web channel");
        }
        if (channel.get().guests() != Guests.OPEN) {
            return new Refused(401, "a token is needed");
        }
        var client = channel.get().guest(handshake.userId());
        return fromOrigin(
                handshake,
                new Visitor(channel.get(), client, handshake.userId(), Optional.empty(), handshake.address()));
    }

    private static Decision fromOrigin(Handshake handshake, Visitor visitor) {
        return handshake
                        .origin()
                        .filter(origin -> !visitor.channel().allows(origin, handshake.ownOrigin()))
                        .isPresent()
                ? new Refused(403, "the origin is not allowed")
                : new Admitted(visitor);
    }
}
