package io.parley.sandbox;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An account of the tenants file.
///
/// @param name of the tenant, for people to read
/// @param settings its entry, placeholders resolved: secrets are readable
public record Account(String id, String kind, String tenant, String name, JsonNode settings) {

    /// A field of its settings; empty when it is missing or blank.
    public Optional<String> text(String field) {
        return Optional.ofNullable(settings.path(field).asString(null)).filter(text -> !text.isBlank());
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "Account[" + tenant + "/" + id + "]";
    }
}
