package io.parley.channels;

import io.parley.schemas.ClientId;
import io.parley.schemas.settings.TenantDocument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One account of a tenant on a channel: a bot, a business number, an application. Keep it out of logs.
///
/// @param id unique over all tenants
/// @param settings its entry in the tenants file, secrets readable
public record Account(String tenant, String id, String kind, JsonNode settings) {

    /// All of a tenant's accounts.
    public static List<Account> of(TenantDocument tenant) {
        return tenant.document()
                .path("channels")
                .valueStream()
                .filter(channel -> channel.path("id").isString()
                        && channel.path("kind").isString()
                        && channel.path("enabled").asBoolean(true))
                .map(channel -> new Account(
                        tenant.tenant(),
                        channel.path("id").stringValue(),
                        channel.path("kind").stringValue(),
                        channel))
                .toList();
    }

    /// A field of its settings; empty when it is missing or blank.
    public Optional<String> text(String field) {
        return Optional.ofNullable(settings.path(field).asString(null)).filter(text -> !text.isBlank());
    }

    /// A field of its `limits`, or the channel's own.
    public int limit(String name, int standard) {
        return settings.path("limits").path(name).asInt(standard);
    }

    /// The client that a person on this account is.
    public ClientId client(String externalId, @Nullable String thread) {
        return new ClientId(tenant, id, externalId, thread);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "Account[" + tenant + "/" + id + "]";
    }
}
