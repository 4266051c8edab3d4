package io.parley.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// Every schema version that may stand in a topic: the frozen ones, `published/<Record>/<n>.avsc` beside this class
/// numbered from 1 without a gap, and the current one.
final class PublishedSchemas {

    private PublishedSchemas() {}

    /// All versions of a record.
    ///
    /// @return fingerprint → writer's schema, the current schema included
    static Map<Long, Schema> of(Schema current) {
        var schemas = new LinkedHashMap<Long, Schema>();
        for (int version = 1; ; version++) {
            var json = PublishedSchemas.class.getResourceAsStream(
                    "published/" + current.getName() + "/" + version + ".avsc");
            if (json == null) {
                break;
            }
            try (json) {
                var schema = new Schema.Parser().parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
                schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        schemas.put(SchemaNormalization.parsingFingerprint64(current), current);
        return schemas;
    }
}
