package io.parley.agent.knowledge;

import io.parley.agent.model.Embedder;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The search by meaning: an option of each tenant. Whatever it can't do, the search by words does alone.
final class Vectors {

    private static final Logger LOG = LoggerFactory.getLogger(Vectors.class);
    private static final Duration QUESTION = Duration.ofSeconds(3);
    private static final Duration DOCUMENT = Duration.ofSeconds(60);
    private static final String COUNT = "select count(*) from passage_vector where name = ? and model = ?";

    private final VectorExtension extension;
    private final Embeddings embeddings;

    /// Texts as an embedding model sees them.
    record Seen(VectorSql sql, String model, List<float[]> vectors) {}

    Vectors(VectorExtension extension, Embeddings embeddings) {
        this.extension = extension;
        this.embeddings = embeddings;
    }

    /// A question's vector; empty where the search is to be by words alone.
    Optional<Seen> ofQuestion(String tenant, AgentSettings settings, String question) throws InterruptedException {
        return seen(tenant, settings, List.of(question), QUESTION);
    }

    /// The vectors of a document's passages; empty where there are to be none.
    Optional<Seen> ofDocument(String tenant, AgentSettings settings, List<Scissors.Piece> pieces)
            throws InterruptedException {
        var texts = pieces.stream()
                .map(piece -> piece.heading() + "\n" + piece.text())
                .toList();
        return seen(tenant, settings, texts, DOCUMENT);
    }

    private Optional<Seen> seen(String tenant, AgentSettings settings, List<String> texts, Duration timeout)
            throws InterruptedException {
        var sql = sql(tenant, settings);
        if (sql.isEmpty()) {
            return Optional.empty();
        }
        try {
            var vectors = embeddings.of(settings, texts, timeout);
            return Optional.of(new Seen(sql.get(), settings.knowledge().embeddingModel(), vectors));
        } catch (Embedder.NoEmbedding e) {
            LOG.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("reason", e.getMessage())
                    .log("no embedding, words only");
            return Optional.empty();
        }
    }

    private Optional<VectorSql> sql(String tenant, AgentSettings settings) {
        return settings.knowledge().vector() ? extension.find(tenant) : Optional.empty();
    }

    /// Whether the tenant's passages are to have vectors.
    boolean areWanted(String tenant, AgentSettings settings) {
        return sql(tenant, settings).isPresent();
    }

    /// Whether each passage of the document has one, of the tenant's model.
    boolean areThere(RoundTrip trip, AgentSettings settings, Document document) {
        var model = settings.knowledge().embeddingModel();
        return trip.query(COUNT, Vectors::count, document.name(), model).get() == document.passages();
    }

    private static int count(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getInt(1);
    }

    void keep(RoundTrip trip, String tenant, String name, Seen passages) {
        for (int i = 0; i < passages.vectors().size(); i++) {
            var literal = VectorSql.literal(passages.vectors().get(i));
            trip.update(passages.sql().insert(), tenant, name, i + 1, passages.model(), literal);
        }
    }

    Supplier<List<Passage>> nearest(RoundTrip trip, Seen question, int limit) {
        var vector = question.vectors().getFirst();
        return trip.query(
                question.sql().nearest(),
                DocumentStatements::passages,
                question.model(),
                vector.length,
                VectorSql.literal(vector),
                limit);
    }
}
