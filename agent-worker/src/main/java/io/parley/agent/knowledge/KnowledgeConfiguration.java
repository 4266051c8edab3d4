package io.parley.agent.knowledge;

import io.parley.agent.AgentProperties;
import io.parley.agent.model.Embedder;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class KnowledgeConfiguration {

    /// Asks for the extension at the start where a tenant wants it, so that its absence is seen then.
    @Bean
    Vectors vectors(
            TenantTransactions transactions,
            Embedder embedder,
            AgentProperties properties,
            CurrentSettings currentSettings) {
        var model = properties.model();
        var vectors = new Vectors(
                new VectorExtension(transactions), new Embeddings(embedder, model.baseUrl(), model.apiKey()));
        for (var tenant : currentSettings.tenants()) {
            currentSettings.current(tenant).ifPresent(settings -> vectors.areWanted(tenant, settings));
        }
        return vectors;
    }

    @Bean
    Documents documents(TenantTransactions transactions, Vectors vectors, Clock clock) {
        return new Documents(transactions, new DocumentReader(Limits.STANDARD, clock), vectors, clock);
    }

    @Bean
    KnowledgeTools knowledgeTools(TenantTransactions transactions, Vectors vectors) {
        return new KnowledgeTools(new PassageSearch(transactions, vectors));
    }
}
