package io.parley.agent.settings;

import tools.jackson.databind.JsonNode;

/// How a tenant's documents are searched.
///
/// @param vector whether by meaning, too, and not by words alone
/// @param embeddingModel name of the model that turns texts into vectors
public record KnowledgeSearch(boolean vector, String embeddingModel) {

    private static final String STANDARD_MODEL = "text-embedding-3-small";

    static KnowledgeSearch of(JsonNode settings) {
        var model = settings.path("embedding-model").asString("");
        return new KnowledgeSearch(settings.path("vector").asBoolean(false), model.isBlank() ? STANDARD_MODEL : model);
    }
}
