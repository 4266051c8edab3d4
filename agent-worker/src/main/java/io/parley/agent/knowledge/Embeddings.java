package io.parley.agent.knowledge;

import io.parley.agent.model.Embedder;
import io.parley.agent.model.Prompt;
import io.parley.agent.settings.AgentSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// Asks for vectors where the tenant's model is.
///
/// @param baseUrl where that is unless the tenant says otherwise
/// @param apiKey for `baseUrl` only: it never goes to an address that a tenant has chosen
record Embeddings(Embedder embedder, URI baseUrl, String apiKey) {

    List<float[]> of(AgentSettings settings, List<String> texts, Duration timeout)
            throws Embedder.NoEmbedding, InterruptedException {
        return embedder.embed(new Embedder.Texts(
                settings.tenant(), endpoint(settings), settings.knowledge().embeddingModel(), texts, timeout));
    }

    private Prompt.Endpoint endpoint(AgentSettings settings) {
        var own = settings.baseUrl().map(URI::create).filter(address -> !address.equals(baseUrl));
        return own.map(address -> new Prompt.Endpoint(address, settings.apiKey().orElse("none")))
                .orElseGet(() -> new Prompt.Endpoint(baseUrl, settings.apiKey().orElse(apiKey)));
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Embeddings[" + baseUrl + "]";
    }
}
