package io.parley.schemas.settings;

import tools.jackson.databind.JsonNode;

/// One version of a tenant's settings: its entry in the tenants file, secrets readable. Keep it out of logs.
///
/// @param rank place in the tenants file, from 0
/// @param document the YAML entry as JSON, names as in the file (`bot-token`)
public record TenantDocument(String tenant, String version, int rank, JsonNode document) {

    public boolean enabled() {
        return document.path("enabled").asBoolean(true);
    }

    @Override
    public String toString() {
        return "TenantDocument[" + tenant + "/" + version + "]";
    }
}
