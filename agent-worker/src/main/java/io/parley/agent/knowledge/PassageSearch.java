package io.parley.agent.knowledge;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.util.List;
import java.util.function.Supplier;

/// Finds the passages of a tenant's documents that fit a question best.
///
/// First those that have all its words, then those that have some, each document read in the language that it was
/// imported in; and where the tenant wants it and it can be done, those that are near in meaning, in one ranking.
final class PassageSearch {

    private static final int CANDIDATES = 20;
    private static final String BY_WORDS = """
            with asked as materialized (
                select language,
                       websearch_to_tsquery(language::regconfig, ?)
                           || websearch_to_tsquery(language::regconfig, ?) as all_words,
                       replace(plainto_tsquery(language::regconfig, ?)::text, ' & ', ' | ')::tsquery
                           || replace(plainto_tsquery(language::regconfig, ?)::text, ' & ', ' | ')::tsquery as any_word
                from (select distinct language from document) as known)
            select name, place, heading, text
            from asked join passage using (language)
            where words @@ any_word
            order by words @@ all_words desc, ts_rank(words, any_word, 1) desc, name, place
            limit ?""";

    private final TenantTransactions transactions;
    private final Vectors vectors;

    PassageSearch(TenantTransactions transactions, Vectors vectors) {
        this.transactions = transactions;
        this.vectors = vectors;
    }

    /// The best passages, best first.
    List<Passage> find(String tenant, AgentSettings settings, String question, int limit) throws InterruptedException {
        var asked = Plain.line(question);
        var vector = vectors.ofQuestion(tenant, settings, asked);
        if (vector.isEmpty()) {
            return transactions.call(tenant, trip -> byWords(trip, asked, limit).get());
        }
        return transactions.call(tenant, trip -> {
            var byWords = byWords(trip, asked, CANDIDATES);
            var byMeaning = vectors.nearest(trip, vector.get(), CANDIDATES);
            return RankFusion.fuse(List.of(byWords.get(), byMeaning.get()), limit);
        });
    }

    private static Supplier<List<Passage>> byWords(RoundTrip trip, String question, int limit) {
        var plain = Plain.unaccented(question);
        return trip.query(BY_WORDS, DocumentStatements::passages, question, plain, question, plain, limit);
    }
}
