package io.parley.agent.knowledge;

import io.parley.agent.tenancy.RoundTrip;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Documents and their passages in PostgreSQL. A passage's words are indexed as they stand and, where they have
/// accents, without them, too.
final class DocumentStatements {

    private static final String DOCUMENTS = """
            select name, title, media_type, content_hash, size_bytes, language, imported_at,
                   (select count(*) from passage where passage.name = document.name) as passages
            from document""";
    private static final String INSERT = """
            insert into document (tenant, name, title, media_type, content_hash, size_bytes, language, imported_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String INSERT_PASSAGES = """
            insert into passage (tenant, name, place, language, heading, text, words)
            select ?, ?, place, ?, heading, body,
                   setweight(to_tsvector(language, heading), 'A') || setweight(to_tsvector(language, body), 'B')
                   || setweight(to_tsvector(language, plain_heading), 'A')
                   || setweight(to_tsvector(language, plain_body), 'B')
            from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                     as piece (heading, body, plain_heading, plain_body, place),
                 cast(? as regconfig) as language""";
    private static final String PASSAGES =
            "select name, place, heading, text from passage where name = ? order by place";

    /// Two imports of one name follow each other.
    void lock(RoundTrip trip, String tenant, String name) {
        trip.query("select pg_advisory_xact_lock(hashtextextended(?, 6))", ResultSet::next, tenant + "/" + name);
    }

    Supplier<List<Document>> all(RoundTrip trip) {
        return trip.query(DOCUMENTS + " order by name", DocumentStatements::documents);
    }

    Supplier<List<Document>> named(RoundTrip trip, String name) {
        return trip.query(DOCUMENTS + " where name = ?", DocumentStatements::documents, name);
    }

    Supplier<List<Passage>> passages(RoundTrip trip, String name) {
        return trip.query(PASSAGES, DocumentStatements::passages, name);
    }

    Supplier<Integer> delete(RoundTrip trip, String name) {
        return trip.update("delete from document where name = ?", name);
    }

    void insert(RoundTrip trip, String tenant, Document document, List<Scissors.Piece> pieces) {
        trip.update(
                INSERT,
                tenant,
                document.name(),
                document.title(),
                document.mediaType(),
                document.contentHash(),
                document.size(),
                document.language(),
                Timestamp.from(document.importedAt()));
        var headings = pieces.stream().map(Scissors.Piece::heading).toArray(String[]::new);
        var texts = pieces.stream().map(Scissors.Piece::text).toArray(String[]::new);
        trip.update(
                INSERT_PASSAGES,
                tenant,
                document.name(),
                document.language(),
                headings,
                texts,
                withoutAccents(headings),
                withoutAccents(texts),
                document.language());
    }

    private static String[] withoutAccents(String[] texts) {
        var plain = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            var unaccented = Plain.unaccented(texts[i]);
            plain[i] = unaccented.equals(texts[i]) ? "" : unaccented;
        }
        return plain;
    }

    private static List<Document> documents(ResultSet rows) throws SQLException {
        var documents = new ArrayList<Document>();
        while (rows.next()) {
            documents.add(new Document(
                    rows.getString("name"),
                    rows.getString("title"),
                    rows.getString("media_type"),
                    rows.getString("content_hash"),
                    rows.getLong("size_bytes"),
                    rows.getString("language"),
                    rows.getInt("passages"),
                    rows.getTimestamp("imported_at").toInstant()));
        }
        return documents;
    }

    static List<Passage> passages(ResultSet rows) throws SQLException {
        var passages = new ArrayList<Passage>();
        while (rows.next()) {
            passages.add(new Passage(
                    rows.getString("name"), rows.getInt("place"), rows.getString("heading"), rows.getString("text")));
        }
        return passages;
    }
}
