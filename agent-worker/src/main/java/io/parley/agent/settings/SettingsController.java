package io.parley.agent.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.schemas.settings.SealedDocument;
import io.parley.schemas.settings.TenantSettingsFeed;
import io.parley.schemas.settings.TenantVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/// Tenants' settings: what holds, what held, and a change of it.
@RestController
@RequestMapping("/v1/tenants/{tenant}/settings")
class SettingsController {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String AUTHOR = "Parley-Author";
    private static final int LONGEST_AUTHOR = 100;

    private final TenantSettingsFeed feed;
    private final SettingsEdits edits;

    SettingsController(TenantSettingsFeed feed, SettingsEdits edits) {
        this.feed = feed;
        this.edits = edits;
    }

    /// A version with its document, secrets masked.
    record Settings(String tenant, String version, String author, Instant at, JsonNode settings) {

        static Settings of(TenantVersion version) {
            var document = version.settings();
            return new Settings(
                    document.tenant(),
                    document.version(),
                    version.author(),
                    version.at(),
                    SealedDocument.masked(document.document()));
        }
    }

    /// A version in the list.
    ///
    /// @param changed in which fields it differs from the one before; null of the first
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Listed(
            String version,
            String author,
            Instant at,
            boolean current,
            @Nullable List<String> changed) {}

    /// What holds now; its version is the `ETag`.
    @GetMapping
    ResponseEntity<Settings> current(@PathVariable String tenant) {
        var now = Settings.of(version(tenant, currentVersion(tenant)));
        return ResponseEntity.ok().eTag(now.version()).body(now);
    }

    /// All versions, the newest first.
    @GetMapping("/versions")
    List<Listed> versions(@PathVariable String tenant) {
        var current = currentVersion(tenant);
        var listed = new ArrayList<Listed>();
        Optional<JsonNode> before = Optional.empty();
        for (var version : feed.versions(tenant)) {
            var document = version.settings().document();
            listed.add(new Listed(
                    version.settings().version(),
                    version.author(),
                    version.at(),
                    version.settings().version().equals(current),
                    before.map(older -> Changes.between(older, document)).orElse(null)));
            before = Optional.of(document);
        }
        return listed.reversed();
    }

    /// What held once.
    @GetMapping("/versions/{version}")
    Settings old(@PathVariable String tenant, @PathVariable String version) {
        return Settings.of(version(tenant, version));
    }

    /// A whole new document.
    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> replace(
            @PathVariable String tenant,
            @RequestBody JsonNode document,
            @RequestHeader(name = AUTHOR, defaultValue = "admin") String author,
            @RequestHeader(name = "If-Match", required = false) @Nullable String basis)
            throws InterruptedException {
        return edit(tenant, before -> document, author, basis);
    }

    /// Some fields of the document (RFC 7396).
    @PutMapping(consumes = MERGE_PATCH)
    ResponseEntity<?> patch(
            @PathVariable String tenant,
            @RequestBody JsonNode patch,
            @RequestHeader(name = AUTHOR, defaultValue = "admin") String author,
            @RequestHeader(name = "If-Match", required = false) @Nullable String basis)
            throws InterruptedException {
        return edit(tenant, before -> Changes.merge(before, patch), author, basis);
    }

    private ResponseEntity<?> edit(String tenant, UnaryOperator<JsonNode> change, String author, @Nullable String basis)
            throws InterruptedException {
        if (author.isBlank() || author.length() > LONGEST_AUTHOR) {
            return complaint(HttpStatus.BAD_REQUEST, AUTHOR + " must have 1 to " + LONGEST_AUTHOR + " characters");
        }
        var seen = Optional.ofNullable(basis).map(tag -> tag.replace("\"", "")).filter(tag -> !tag.equals("*"));
        return switch (edits.edit(tenant, change, author, seen)) {
            case SettingsEdits.Edited.Done done ->
                ResponseEntity.ok().eTag(done.version()).body(done);
            case SettingsEdits.Edited.Overtaken overtaken ->
                complaint(HttpStatus.CONFLICT, "the settings have changed: " + overtaken.version() + " holds now");
            case SettingsEdits.Edited.UnknownTenant unknown ->
                complaint(HttpStatus.NOT_FOUND, "there is no tenant " + tenant);
        };
    }

    private String currentVersion(String tenant) {
        return feed.current(tenant)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))
                .version();
    }

    private TenantVersion version(String tenant, String version) {
        return feed.versions(tenant).stream()
                .filter(known -> known.settings().version().equals(version))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static ResponseEntity<Map<String, String>> complaint(HttpStatus status, String message) {
        return ResponseEntity.status(status).body(Map.of("error", message));
    }

    @ExceptionHandler
    ResponseEntity<?> invalid(InvalidTenantsFile e) {
        return complaint(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<?> away(KafkaException e) {
        return complaint(HttpStatus.SERVICE_UNAVAILABLE, "Kafka is out of reach: nothing is certain to have changed");
    }
}
