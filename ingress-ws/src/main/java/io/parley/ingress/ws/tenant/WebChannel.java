package io.parley.ingress.ws.tenant;

import io.parley.schemas.ClientId;
import io.parley.schemas.settings.TenantDocument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The first channel of kind `web` of a tenant, as one version of its settings describes it.
///
/// @param version of the settings
/// @param account id of the channel
/// @param origins allowed values of `Origin`; empty for the node's own pages only
public record WebChannel(
        String tenant,
        String version,
        Names names,
        boolean enabled,
        String account,
        Guests guests,
        List<String> origins,
        JwtRules jwt,
        Limits limits) {

    /// What the tenant is called and how it speaks.
    public record Names(String name, String language) {}

    /// Who may write without being signed in.
    public enum Guests {
        /// Anybody.
        OPEN,
        /// Who has fetched a guest token from an allowed origin.
        TOKEN,
        /// Nobody.
        NONE
    }

    public WebChannel {
        origins = List.copyOf(origins);
    }

    static Optional<WebChannel> of(TenantDocument settings) {
        var document = settings.document();
        return document.path("channels")
                .valueStream()
                .filter(channel -> channel.path("kind").asString("").equals("web"))
                .findFirst()
                .map(channel -> read(settings, document, channel));
    }

    private static WebChannel read(TenantDocument settings, JsonNode document, JsonNode channel) {
        var jwt = JwtRules.of(channel.path("jwt"));
        return new WebChannel(
                settings.tenant(),
                settings.version(),
                new Names(
                        document.path("name").asString(settings.tenant()),
                        document.path("language").asString("en")),
                settings.enabled(),
                channel.path("id").asString(settings.tenant() + "-web"),
                guests(channel.path("guests").asString(""), jwt),
                channel.path("allowed-origins")
                        .valueStream()
                        .map(origin -> origin.asString(""))
                        .toList(),
                jwt,
                Limits.of(channel, document));
    }

    /// A channel that says nothing of guests is open to them unless it knows its users by token.
    private static Guests guests(String text, JwtRules jwt) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "open" -> Guests.OPEN;
            case "token" -> Guests.TOKEN;
            case "" -> jwt.acceptSome() ? Guests.NONE : Guests.OPEN;
            default -> Guests.NONE;
        };
    }

    /// Whether a page of this origin may use the channel.
    ///
    /// @param own the node's own origin as the request names it
    public boolean allows(String origin, String own) {
        return origins.isEmpty() ? origin.equalsIgnoreCase(own) : origins.contains("*") || origins.contains(origin);
    }

    /// The client id of a signed-in user; no guest can ever have it.
    public ClientId user(String subject) {
        return ClientId.of(tenant, account, "u." + subject);
    }

    public ClientId guest(String id) {
        return ClientId.of(tenant, account, "g." + id);
    }
}
