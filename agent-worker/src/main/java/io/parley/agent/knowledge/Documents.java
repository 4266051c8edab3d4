package io.parley.agent.knowledge;

import io.parley.agent.media.ContentHash;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The documents of tenants.
public final class Documents {

    private final TenantTransactions transactions;
    private final DocumentStatements statements = new DocumentStatements();
    private final DocumentReader reader;
    private final Vectors vectors;
    private final Clock clock;

    Documents(TenantTransactions transactions, DocumentReader reader, Vectors vectors, Clock clock) {
        this.transactions = transactions;
        this.reader = reader;
        this.vectors = vectors;
        this.clock = clock;
    }

    /// A document with all its passages.
    public record Whole(Document document, List<Passage> passages) {}

    /// How many bytes a file may have.
    public int largest() {
        return reader.limits().bytes();
    }

    public List<Document> all(String tenant) {
        return transactions.call(tenant, trip -> statements.all(trip).get());
    }

    public Optional<Whole> find(String tenant, String name) {
        return transactions.call(tenant, trip -> {
            var document = statements.named(trip, name);
            var passages = statements.passages(trip, name);
            return document.get().stream().findFirst().map(known -> new Whole(known, passages.get()));
        });
    }

    /// Forgets a document.
    ///
    /// @return whether there was one
    public boolean remove(String tenant, String name) {
        return transactions.call(tenant, trip -> statements.delete(trip, name).get() > 0);
    }

    /// Takes a file in the place of the document of its name, if there is one; the same file again changes nothing.
    public Import put(String tenant, AgentSettings settings, Upload upload) throws InterruptedException {
        var format = Format.of(upload.mediaType());
        if (format.isEmpty()) {
            return new Import.Refused(Import.Reason.UNSUPPORTED, "a document is one of " + Format.all());
        }
        if (upload.content().length > largest()) {
            return new Import.Refused(Import.Reason.TOO_LARGE, "a document has at most " + largest() + " bytes");
        }
        var known = same(tenant, settings, upload);
        if (known.isPresent()) {
            return new Import.Unchanged(known.get());
        }
        try {
            var manuscript = reader.read(format.get(), upload.charset(), upload.content());
            return keep(tenant, settings, upload, manuscript);
        } catch (UnreadableDocument e) {
            return new Import.Refused(Import.Reason.UNREADABLE, e.complaint());
        }
    }

    /// The document, if it is there as this file would make it.
    private Optional<Document> same(String tenant, AgentSettings settings, Upload upload) {
        boolean vectorsWanted = vectors.areWanted(tenant, settings);
        var hash = ContentHash.of(upload.content());
        return transactions.call(
                tenant,
                trip -> statements.named(trip, upload.name()).get().stream()
                        .filter(known -> known.contentHash().equals(hash))
                        .filter(known -> known.mediaType().equals(upload.mediaType()))
                        .filter(known -> known.language().equals(language(settings)))
                        .filter(known -> !vectorsWanted || vectors.areThere(trip, settings, known))
                        .findFirst());
    }

    private static String language(AgentSettings settings) {
        return SearchLanguage.configuration(settings.language());
    }

    private Import keep(String tenant, AgentSettings settings, Upload upload, Manuscript manuscript)
            throws UnreadableDocument, InterruptedException {
        var title = manuscript.title().orElse(upload.name());
        var pieces = Scissors.cut(title, manuscript.blocks());
        requireSome(pieces);
        var document = new Document(
                upload.name(),
                title,
                upload.mediaType(),
                ContentHash.of(upload.content()),
                upload.content().length,
                language(settings),
                pieces.size(),
                clock.instant());
        // Before the transaction: a provider is asked.
        var seen = vectors.ofDocument(tenant, settings, pieces);
        return transactions.call(tenant, trip -> {
            statements.lock(trip, tenant, document.name());
            var replaced = statements.delete(trip, document.name());
            statements.insert(trip, tenant, document, pieces);
            seen.ifPresent(passages -> vectors.keep(trip, tenant, document.name(), passages));
            return new Import.Done(document, replaced.get() == 0);
        });
    }

    private void requireSome(List<Scissors.Piece> pieces) throws UnreadableDocument {
        if (pieces.isEmpty()) {
            throw new UnreadableDocument("there is no text in the document (is it a scan?)");
        }
        int characters =
                pieces.stream().mapToInt(piece -> piece.text().length()).sum();
        if (characters > reader.limits().characters()) {
            throw new UnreadableDocument(
                    "the document has more than " + reader.limits().characters() + " characters of text");
        }
    }
}
