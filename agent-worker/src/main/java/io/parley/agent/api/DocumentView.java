package io.parley.agent.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.knowledge.Document;
import io.parley.agent.knowledge.Documents;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document, as JSON.
///
/// @param content what the agent can find of it; null in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentView(
        String name,
        String title,
        @JsonProperty("media_type") String mediaType,
        @JsonProperty("content_hash") String contentHash,
        long size,
        String language,
        int passages,
        @JsonProperty("imported_at") Instant importedAt,
        @Nullable List<Part> content) {

    /// A passage.
    record Part(String title, String text) {}

    static DocumentView of(Document document) {
        return of(document, null);
    }

    static DocumentView of(Documents.Whole whole) {
        return of(
                whole.document(),
                whole.passages().stream()
                        .map(passage -> new Part(passage.title(), passage.text()))
                        .toList());
    }

    private static DocumentView of(Document document, @Nullable List<Part> content) {
        return new DocumentView(
                document.name(),
                document.title(),
                document.mediaType(),
                document.contentHash(),
                document.size(),
                document.language(),
                document.passages(),
                document.importedAt(),
                content);
    }
}
