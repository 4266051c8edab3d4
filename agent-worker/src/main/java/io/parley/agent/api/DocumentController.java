package io.parley.agent.api;

import io.parley.agent.knowledge.Document;
import io.parley.agent.knowledge.Documents;
import io.parley.agent.knowledge.Import;
import io.parley.agent.knowledge.Upload;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documents that a tenant's agent may look things up in.
@RestController
@RequestMapping("/v1/tenants/{tenant}/documents")
class DocumentController {

    private final Documents documents;
    private final CurrentSettings settings;

    DocumentController(Documents documents, CurrentSettings settings) {
        this.documents = documents;
        this.settings = settings;
    }

    @GetMapping
    Map<String, List<DocumentView>> list(@PathVariable String tenant) throws Refusal {
        known(tenant);
        return Map.of(
                "documents",
                documents.all(tenant).stream().map(DocumentView::of).toList());
    }

    @GetMapping("/{name}")
    DocumentView one(@PathVariable String tenant, @PathVariable String name) throws Refusal {
        known(tenant);
        return documents
                .find(tenant, name)
                .map(DocumentView::of)
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, "no such document"));
    }

    /// 201 for a new document, 200 for one that was there; what is refused changes nothing.
    @PutMapping("/{name}")
    ResponseEntity<DocumentView> put(@PathVariable String tenant, @PathVariable String name, HttpServletRequest request)
            throws Refusal, IOException, InterruptedException {
        var current = known(tenant);
        if (!Document.isName(name)) {
            throw new Refusal(
                    HttpStatus.BAD_REQUEST, "a document's name is 1 to 120 letters, digits, spaces and ._()-");
        }
        return switch (documents.put(tenant, current, upload(name, request))) {
            case Import.Done(Document document, boolean isNew) ->
                ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
                        .body(DocumentView.of(document));
            case Import.Unchanged(Document document) -> ResponseEntity.ok(DocumentView.of(document));
            case Import.Refused(Import.Reason reason, String message) -> throw new Refusal(status(reason), message);
        };
    }

    private Upload upload(String name, HttpServletRequest request) throws IOException, Refusal {
        var type = type(request);
        // One byte more than is taken says that there is too much.
        var content = request.getInputStream().readNBytes(documents.largest() + 1);
        var mediaType = (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
        return new Upload(name, mediaType, Optional.ofNullable(type.getCharset()), content);
    }

    private static MediaType type(HttpServletRequest request) throws Refusal {
        try {
            return MediaType.parseMediaType(
                    Optional.ofNullable(request.getContentType()).orElse(""));
        } catch (InvalidMediaTypeException e) {
            throw new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must say what the document is");
        }
    }

    private static HttpStatus status(Import.Reason reason) {
        return switch (reason) {
            case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case UNREADABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(@PathVariable String tenant, @PathVariable String name) throws Refusal {
        known(tenant);
        if (!documents.remove(tenant, name)) {
            throw new Refusal(HttpStatus.NOT_FOUND, "no such document");
        }
        return ResponseEntity.noContent().build();
    }

    private AgentSettings known(String tenant) throws Refusal {
        return settings.current(tenant).orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, "no such tenant"));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> refused(Refusal refusal) {
        return ResponseEntity.status(refusal.status).body(Map.of("error", refusal.complaint));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, String>> away(DatabaseAway e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body(Map.of("error", "the database is out of reach"));
    }

    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        private final HttpStatus status;
        private final String complaint;

        Refusal(HttpStatus status, String complaint) {
            super(complaint);
            this.status = status;
            this.complaint = complaint;
        }
    }
}
